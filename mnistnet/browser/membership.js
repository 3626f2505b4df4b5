// @ts-check
// Which pupil this browser is in a class, and whether its teacher: secrets of each class that it keeps, and
// that no address holds. A browser that keeps nothing, as some do in private windows, is another pupil
// after a refresh.

const PREFIX = "mnistnet-class-";

/** @typedef {{ token?: string, secret?: string, linked?: string }} Kept */

/** @type {Map<string, Kept>} of this page's time, should the browser keep nothing */
const here = new Map();

/**
 * @param {string} code
 * @returns {Kept}
 */
function read(code) {
  try {
    return { ...here.get(code), ...JSON.parse(localStorage.getItem(PREFIX + code) ?? "{}") };
  } catch {
    return here.get(code) ?? {};
  }
}

/**
 * @param {string} code
 * @param {Kept} kept
 */
function write(code, kept) {
  here.set(code, kept);
  try {
    localStorage.setItem(PREFIX + code, JSON.stringify(kept));
  } catch {
    // kept until the page is left
  }
}

/**
 * The secret by which the class knows this browser's pupil; made at the first question.
 * @param {string} code of the class
 */
export function tokenFor(code) {
  const kept = read(code);
  if (!kept.token) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    kept.token = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    write(code, kept);
  }
  return kept.token;
}

/**
 * Whether the browser has been asked for its token before.
 * @param {string} code of the class
 */
export function hasToken(code) {
  return Boolean(read(code).token);
}

/**
 * The teacher's secret of a class, "" if this browser has none.
 * @param {string} code
 */
export function secretFor(code) {
  return read(code).secret ?? "";
}

/**
 * @param {string} code
 * @param {string} secret
 */
export function keepSecret(code, secret) {
  write(code, { ...read(code), secret, linked: "" });
}

/**
 * The secret of a teacher's link that has not been found right yet, "" for none.
 * @param {string} code
 */
export function linkedFor(code) {
  return read(code).linked ?? "";
}

/**
 * @param {string} code
 * @param {string} linked "" once it is found wrong
 */
export function keepLinked(code, linked) {
  write(code, { ...read(code), linked });
}
