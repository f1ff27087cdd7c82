/* What is as it should be already is not touched: the browser would look at its style again. */

export function write(place, text) {
  if (place.textContent !== `${text}`) place.textContent = text;
}

export function hide(place, isHidden) {
  if (place.hidden !== isHidden) place.hidden = isHidden;
}
