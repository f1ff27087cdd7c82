/* Shows a picture as soon as it is chosen, before it is sent. */

const LARGEST = 8 * 1024 * 1024; // bytes; the server refuses more

class PicturePreview extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this);
  }

  handleEvent({ target }) {
    const [file] = target.files ?? [];
    if (file && file.type.startsWith("image/") && file.size <= LARGEST) this.#show(file);
  }

  #show(file) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const shown = this.querySelector("[data-shown]");
      shown.src = reader.result;
      shown.hidden = false;
    });
    reader.readAsDataURL(file);
  }
}

customElements.define("picture-preview", PicturePreview);
