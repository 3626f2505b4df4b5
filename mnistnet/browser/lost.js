// @ts-check
// What only the server has, such as a training. The page holds words for it that say it is lost (if_lost_html in
// ui/frame.py): they are said should the line be cut, and the page then be written without them.

const REMOVED = 300; // ms after which what a run has not written again is gone from the page
const KEPT = "mnistnet-lost";

let atStake = ""; // when the line was cut
let isLookedFor = false;

const words = () => document.querySelector(".if_lost")?.textContent?.trim() ?? "";

/** The line is cut. Again, perhaps, before the page was written. */
export function cut() {
  if (!isLookedFor) atStake = words();
  isLookedFor = atStake !== "";
}

/**
 * A run is over, the first after a cut perhaps.
 * @param {(words: string) => void} say
 */
export function written(say) {
  if (isLookedFor) setTimeout(() => words() || say(atStake), REMOVED);
  isLookedFor = false;
}

/** The page is loaded anew, of a server of another version: nothing is left there. */
export function keepForNextPage() {
  try {
    sessionStorage.setItem(KEPT, atStake);
  } catch {
    // a browser that keeps nothing: nothing is said
  }
}

/** What the page before this one has lost; "" for nothing. */
export function lostBefore() {
  try {
    const kept = sessionStorage.getItem(KEPT) ?? "";
    sessionStorage.removeItem(KEPT);
    return kept;
  } catch {
    return "";
  }
}
