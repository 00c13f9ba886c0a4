// What a resident says is kept on the phone first and leaves when there is a network: IndexedDB,
// one message at a time, in order, each with a key of its own so that a second try changes nothing.
import { key } from "./key.js";

const NAME = "siwei-phone";
const STORE = "outbox";

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "at" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(mode, work) {
  const base = await open();
  return new Promise((done, failed) => {
    const deal = base.transaction(STORE, mode);
    const asked = work(deal.objectStore(STORE));
    deal.oncomplete = () => {
      base.close();
      done(asked && asked.result);
    };
    deal.onerror = () => failed(deal.error);
  });
}

let last = 0;
export const keep = (message) => {
  last = Math.max(Date.now(), last + 1);
  return within("readwrite", (store) => store.put({ ...message, at: last, key: key() }));
};
export const update = (message) => within("readwrite", (store) => store.put(message));
export const remove = (message) => within("readwrite", (store) => store.delete(message.at));
export const all = () => within("readonly", (store) => store.getAll());
