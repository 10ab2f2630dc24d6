// @ts-check
/**
 * What the wallet keeps in this browser: credentials with their secrets, and secrets that no credential is for yet.
 *
 * Secrets are encrypted under a key that the browser keeps and does not hand out: who copies the database without the browser
 * has nothing. Who can run a script on this page has everything: its policy lets none in but ours.
 */

/** @typedef {{ id: string, committed: Record<string, any>, secret: Sealed }} Kept */
/** @typedef {{ iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer }} Sealed */

const opening = new Promise((/** @type {(database: IDBDatabase) => void} */ resolve, reject) => {
  const request = indexedDB.open("proofpass-wallet", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("credentials", { keyPath: "id" });
    request.result.createObjectStore("secrets", { keyPath: "commitment" });
    request.result.createObjectStore("keys");
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/**
 * @template T
 * @param {"credentials" | "secrets" | "keys"} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} run
 * @returns {Promise<T>}
 */
async function within(store, mode, run) {
  const transaction = (await opening).transaction(store, mode);
  const request = run(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

async function key() {
  const known = await within("keys", "readonly", (store) => store.get("secrets"));
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within("keys", "readwrite", (store) => store.add(fresh, "secrets"));
  return fresh;
}

/** @param {string} secret @returns {Promise<Sealed>} */
async function seal(secret) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), new TextEncoder().encode(secret)) };
}

/** @param {Sealed} sealed @returns {Promise<string>} */
export async function open({ iv, sealed }) {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed));
}

/** @returns {Promise<Kept[]>} */
export const all = () => within("credentials", "readonly", (store) => store.getAll());

/** @param {Record<string, any>} committed @param {string} secret */
export async function keep(committed, secret) {
  const kept = { id: committed.credential, committed, secret: await seal(secret) };
  await within("credentials", "readwrite", (store) => store.put(kept));
}

/** @param {string} id */
export const remove = (id) => within("credentials", "readwrite", (store) => store.delete(id));

/** A secret for which an issuer is still to sign. @param {string} commitment @param {string} secret */
export async function keepSecret(commitment, secret) {
  const kept = { commitment, secret: await seal(secret) };
  await within("secrets", "readwrite", (store) => store.put(kept));
}

/** The secret behind a commitment, if it is one of ours. @param {string} commitment @returns {Promise<string | undefined>} */
export async function secretOf(commitment) {
  const kept = await within("secrets", "readonly", (store) => store.get(commitment));
  return kept && open(kept.secret);
}
