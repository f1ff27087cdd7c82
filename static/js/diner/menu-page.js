/* What the menu page is made of. */

import "./category-bar.js";
import "./dish-form.js";
import "./menu-search.js";
import "./menu-watch.js";
import "./quick-add.js";
