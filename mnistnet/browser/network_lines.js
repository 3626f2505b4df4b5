// @ts-check
// Which of a network's products are drawn as lines: of each layer the largest by size.
// Pure functions, nothing of the page's.

/**
 * A product of a weight and what comes in.
 * @typedef {object} Line
 * @property {number} from pixel or hidden unit; one past the last is the constant 1
 * @property {number} to hidden unit or output
 * @property {number} weight
 * @property {number} input
 * @property {number} product
 */

/**
 * @typedef {object} Layer
 * @property {Float32Array | Float64Array} W row by row
 * @property {number} columns of W, with the biases'
 * @property {ArrayLike<number>} inputs as many as columns; the bias's is 1
 */

const BINS = 512;

/**
 * Both layers as the lines see them.
 * @param {import("./reading.js").Network} network
 * @param {ArrayLike<number>} X
 * @param {ArrayLike<number>} A1
 * @returns {[Layer, Layer]}
 */
export function layersOf({ biases, W1, W2 }, X, A1) {
  const withOne = (/** @type {ArrayLike<number>} */ inputs) =>
    biases ? [...Array.from(inputs), 1] : inputs;
  return [
    { W: W1, columns: X.length + biases, inputs: withOne(X) },
    { W: W2, columns: A1.length + biases, inputs: withOne(A1) },
  ];
}

/**
 * The n lines of a layer with the largest products, the largest first; none is 0.
 * @param {Layer} layer
 * @param {number} n
 * @param {Iterable<number>} ends rows of W
 * @param {(from: number) => boolean} [isWanted]
 * @returns {Line[]}
 */
export function strongest({ W, columns, inputs }, n, ends, isWanted = () => true) {
  const starts = Array.from({ length: columns }, (_, from) => from).filter(
    (from) => inputs[from] && isWanted(from),
  );
  const rows = [...ends];
  const sizes = new Float64Array(rows.length * starts.length);
  let largest = 0;
  let at = 0;
  for (const to of rows)
    for (const from of starts) {
      const size = Math.abs(W[to * columns + from] * inputs[from]);
      sizes[at++] = size;
      if (size > largest) largest = size;
    }
  if (!largest) return [];
  const bins = new Uint32Array(BINS);
  const binOf = (/** @type {number} */ size) => Math.floor((size / largest) * (BINS - 1));
  for (const size of sizes) if (size) bins[binOf(size)] += 1;
  let lowest = BINS - 1;
  for (let above = bins[lowest]; lowest && above < n; above += bins[lowest]) lowest -= 1;
  const lines = /** @type {Line[]} */ ([]);
  sizes.forEach((size, i) => {
    if (!size || binOf(size) < lowest) return;
    const to = rows[Math.floor(i / starts.length)];
    const from = starts[i % starts.length];
    const [weight, input] = [W[to * columns + from], inputs[from]];
    lines.push({ from, to, weight, input, product: weight * input });
  });
  return lines.sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, n);
}

/**
 * The largest number by size; a loop, since no function takes a million arguments.
 * @param {ArrayLike<number>} numbers
 */
export function largestOf(numbers) {
  let largest = 0;
  for (let i = 0; i < numbers.length; i++)
    if (Math.abs(numbers[i]) > largest) largest = Math.abs(numbers[i]);
  return largest;
}
