// @ts-check
// The visitor's own network, kept by this browser alone, in IndexedDB: it outlives a refresh, and goes
// to the server only when the page asks for it (ui/keeping.py). Whatever the browser refuses, as some
// do in private windows, counts as not kept.

/**
 * What Python asks, once for each number.
 * @typedef {object} Question
 * @property {string} visit
 * @property {number} number
 * @property {"look" | "keep" | "hand_back" | "forget" | "nothing"} command
 * @property {string} [name] of the network to keep
 * @property {string} [content] of its file, in base64
 * @property {string} [address] where to hand it back
 *
 * @typedef {import("./figure.js").Place<Question>} Place
 * @typedef {{ name: string, content: ArrayBuffer }} Kept
 */

const STORE = "networks";
const OWN = "own";
const STATE = "data-test-script-state";
const PAUSE = 1000; // milliseconds between two tries to hand the network back

/** @type {Place} */
let place;
let heard = "";
let last = Promise.resolve();

/** @param {Place} now */
export default function mount(now) {
  place = now;
  const { data } = now;
  const question = `${data.visit} ${data.number}`;
  if (question === heard) return;
  heard = question;
  last = last.then(() => answer(data));
}

/** @param {Question} question */
async function answer(question) {
  const { visit, number, command } = question;
  const isHeld = await obey(question).catch(() => false);
  await written();
  if (!isAsked(question)) return; // another visit asks, or something else
  if (isHeld || command !== "look")
    place.setTriggerValue("answer", { visit, number, held: isHeld });
}

/**
 * Whether it is what Python asked last.
 * @param {Question} question
 */
function isAsked({ visit, number }) {
  return `${visit} ${number}` === heard;
}

/**
 * Waits until the page is written: with an answer the browser says what every widget holds, also one
 * that has not yet heard what Python chose.
 * @returns {Promise<void>}
 */
function written() {
  const app = document.querySelector(`[${STATE}]`);
  return new Promise((take) => {
    const look = () => {
      if (app && app.getAttribute(STATE) !== "notRunning") return;
      watcher.disconnect();
      setTimeout(take);
    };
    const watcher = new MutationObserver(look);
    if (app) watcher.observe(app, { attributeFilter: [STATE] });
    look();
  });
}

/**
 * @param {Question} question
 * @returns {Promise<boolean>} whether a network is kept
 */
async function obey(question) {
  const { command, name = "", content = "" } = question;
  const database = await opened();
  /** @param {(store: IDBObjectStore) => IDBRequest} ask */
  const ask = (ask) => {
    const transaction = database.transaction(STORE, "readwrite");
    const request = ask(transaction.objectStore(STORE));
    return new Promise((take, refuse) => {
      transaction.oncomplete = () => take(request.result);
      transaction.onabort = () => refuse(transaction.error);
    });
  };
  try {
    if (command === "look") return (await ask((store) => store.count(OWN))) > 0;
    if (command === "hand_back")
      return await handBack(await ask((store) => store.get(OWN)), question);
    if (command === "keep") {
      const file = { name, content: bytes(content) };
      await ask((store) => store.put(file, OWN));
      return true;
    }
    await ask((store) => store.delete(OWN));
    return false;
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((take, refuse) => {
    const request = indexedDB.open("mnistnet", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => take(request.result);
    request.onerror = request.onblocked = () => refuse(request.error);
  });
}

/**
 * Uploads the network; again, as long as the server does not take it and nothing else is asked.
 * @param {Kept | undefined} kept
 * @param {Question} question
 */
async function handBack(kept, question) {
  if (!kept) return false;
  const url = new URL(question.address ?? "", document.baseURI);
  const form = new FormData();
  form.append("file", new Blob([kept.content]), kept.name);
  while (isAsked(question)) {
    const taken = await fetch(url, { method: "PUT", body: form }).catch(() => undefined);
    if (taken?.ok) break;
    await new Promise((take) => setTimeout(take, PAUSE));
  }
  return true;
}

/** @param {string} base64 */
function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}
