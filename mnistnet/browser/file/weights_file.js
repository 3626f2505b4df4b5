// @ts-check
export class WeightsError extends Error {
  key = "";
  /** @type {Record<string, unknown>} */ values = {};
}
/** @param {{name: string, bytes: Uint8Array}[]} files @returns {Promise<Omit<import("../reading.js").Network, "name">>} */
export async function readNetwork(files) {
  throw new WeightsError();
}
