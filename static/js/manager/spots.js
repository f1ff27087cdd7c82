/* Where a table stands, in whole centimetres: [x, y, width, height, shape]. Pure functions. */

const AXES = [0, 1];
const between = (least, value, most) => Math.min(Math.max(Math.round(value), least), most);

/* The spot moved there, kept on the plan. */
export function movedTo(spot, at, bounds) {
  const [x, y] = AXES.map((axis) => between(0, at[axis], bounds.most - spot[axis + 2]));
  return [x, y, ...spot.slice(2)];
}

/* Larger or smaller by so much on both sides, within what a table can be. */
export function resized(spot, by, bounds) {
  const [width, height] = AXES.map((axis) => between(bounds.smallest, spot[axis + 2] + by, bounds.largest));
  return movedTo([spot[0], spot[1], width, height, spot[4]], spot, bounds);
}

/* A quarter of a turn around its middle. */
export function turned([x, y, width, height, shape], bounds) {
  const at = [x + (width - height) / 2, y + (height - width) / 2];
  return movedTo([x, y, height, width, shape], at, bounds);
}

export function reshaped(spot) {
  return [...spot.slice(0, 4), spot[4] === "round" ? "square" : "round"];
}

export const onGrid = (value, grid) => Math.round(value / grid) * grid;

/* Pairs of ids whose spots stand on each other; touching is allowed. */
export function overlaps(spots) {
  const all = [...spots];
  return all.flatMap(([one, a], at) =>
    all
      .slice(at + 1)
      .filter(([, b]) => AXES.every((axis) => a[axis] < b[axis] + b[axis + 2] && b[axis] < a[axis] + a[axis + 2]))
      .map(([other]) => [one, other]),
  );
}

/* Width and height that show everything, with an aisle around it. */
export function extent(spots, [least, aisle]) {
  const ends = AXES.map((axis) => Math.max(...[...spots.values()].map((spot) => spot[axis] + spot[axis + 2])));
  return ends.map((end, axis) => Math.max(end + aisle, least[axis]));
}
