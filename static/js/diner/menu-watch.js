/* The menu page is the same for everybody; the right to watch it live comes after it, for this guest.
   It brings an empty region, which takes the place of the list and all that is in it. Nobody loses their
   place by that. */

class MenuWatch extends HTMLElement {
  connectedCallback() {
    const list = document.querySelector(".menu-list:not(live-region)");
    if (!list) return;
    const region = document.importNode(this.querySelector("template").content, true).firstElementChild;
    for (const { name, value } of list.attributes) region.setAttribute(name, value);
    const focused = list.contains(document.activeElement) && document.activeElement;
    region.replaceChildren(...list.childNodes);
    list.replaceWith(region);
    if (focused) focused.focus({ preventScroll: true });
  }
}

customElements.define("menu-watch", MenuWatch);
