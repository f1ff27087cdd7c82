/* The category bar follows the scroll: the section under the upper third of the screen is the current one. */

const HERE = { rootMargin: "-30% 0px -65%" };

class CategoryBar extends HTMLElement {
  connectedCallback() {
    this.observer = new IntersectionObserver((entries) => this.#look(entries), HERE);
    document.querySelectorAll(".menu-section").forEach((section) => this.observer.observe(section));
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  #look(entries) {
    const here = entries.find((entry) => entry.isIntersecting)?.target;
    if (!here) return;
    this.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const link = this.querySelector(`[href="#${here.id}"]`);
    link?.setAttribute("aria-current", "true");
    if (link) this.#center(link);
  }

  #center(link) {
    const bar = link.parentElement;
    const [inner, outer] = [link.getBoundingClientRect(), bar.getBoundingClientRect()];
    bar.scrollBy({ left: inner.left + inner.width / 2 - outer.left - outer.width / 2, behavior: "smooth" });
  }
}

customElements.define("category-bar", CategoryBar);
