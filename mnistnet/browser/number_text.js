// @ts-check
// How the page writes numbers, as charts/number_text.py does: small ones never as 0.000, and sums so
// that they add up.

const SMALL = 0.0005; // below it, three decimals say nothing

/**
 * A number: 0.979, −2.732; what is nearer to 0 than `SMALL` as 4.1e-04.
 * @param {number} value
 */
export function number(value) {
  return isSmall(value) ? scientific(value, 1) : signed(toThousandths(value).toFixed(3));
}

/**
 * Where it stands half-way between two, rounded to the even one: toFixed takes the larger.
 * @param {number} value
 */
function toThousandths(value) {
  const isHalfWay = Math.abs((value * 16) % 2) === 1; // an odd number of sixteenths
  return isHalfWay ? rounded(value * 1000) / 1000 : value;
}

/**
 * A number with one digit where it is small: no wider than three decimals.
 * @param {number} value
 */
export function shortNumber(value) {
  return isSmall(value) ? scientific(value, 0) : number(value);
}

/**
 * The terms of a sum, and the sum, so that what is read adds up.
 * @param {ArrayLike<number>} terms
 * @returns {{ written: string[], total: string }}
 */
export function addingUp(terms) {
  const values = Array.from(terms);
  const largest = Math.max(0, ...values.map(Math.abs));
  if (isSmall(largest)) {
    const most = Math.max(largest, Math.abs(sumOf(values)));
    const power = Number(most.toExponential(2).split("e")[1]);
    const parts = apportioned(values.map((value) => (value / 10 ** power) * 100));
    const write = (/** @type {number} */ part) =>
      signed(`${(part / 100).toFixed(2)}e${exponent(power)}`);
    return { written: parts.map(write), total: write(sumOf(parts)) };
  }
  const total = rounded(sumOf(values) * 1e4);
  const small = values.filter(isSmall).map((value) => Number(value.toExponential(1)));
  const others = values.filter((value) => !isSmall(value)).map((value) => value * 1e4);
  const parts = apportioned(others, total - rounded(sumOf(small) * 1e4));
  const write = (/** @type {number} */ part) => signed((part / 1e4).toFixed(4));
  return {
    written: values.map((value) => (isSmall(value) ? number(value) : write(parts.shift() ?? 0))),
    total: write(total),
  };
}

/**
 * A sum and its terms; a power of ten that all terms have stands behind them once.
 * @param {ArrayLike<number>} terms
 */
export function sumText(terms) {
  const { written, total } = addingUp(terms);
  const [, power] = total.split("e");
  if (!power) return { total, terms: written.join(" + ") };
  const mantissas = written.map((text) => text.split("e")[0]);
  return { total, terms: `1e${power} × (${mantissas.join(" + ")})` };
}

/** @param {ArrayLike<number>} values */
function sumOf(values) {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

/**
 * Whole numbers that add up to a total; what has to be rounded the other way loses least by it.
 * @param {number[]} values
 * @param {number} [total]
 */
function apportioned(values, total = rounded(sumOf(values))) {
  const whole = values.map(rounded);
  const missing = total - sumOf(whole);
  const step = Math.sign(missing);
  const loses = (/** @type {number} */ i) => (whole[i] - values[i]) * step;
  const nearest = [...whole.keys()].sort((i, j) => loses(i) - loses(j));
  for (const i of nearest.slice(0, Math.abs(missing))) whole[i] += step;
  return whole;
}

/**
 * To the nearest whole number, a half to the even one.
 * @param {number} value
 */
function rounded(value) {
  const whole = Math.round(value);
  return Math.abs(value % 1) === 0.5 && whole % 2 ? whole - 1 : whole;
}

/** @param {number} value */
function isSmall(value) {
  return value !== 0 && Math.abs(value) < SMALL;
}

/**
 * @param {number} value
 * @param {number} digits after the point
 */
function scientific(value, digits) {
  const [mantissa, power] = value.toExponential(digits).split("e");
  return signed(`${mantissa}e${exponent(Number(power))}`);
}

/** @param {number} power */
function exponent(power) {
  return `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/**
 * With a minus before what is below 0, but for one that rounds to nothing.
 * @param {string} text
 */
function signed(text) {
  const mantissa = text.replace(/^-/, "");
  if (!/[1-9]/.test(mantissa.split("e")[0])) return mantissa;
  return text === mantissa ? text : `−${mantissa}`;
}
