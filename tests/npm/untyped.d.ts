// Packages without types. Of Digital Bazaar's and those for JSON-LD `digitalbazaar.mjs` and `differential.mjs` are the only
// places that touch them.
declare module "@digitalbazaar/*";
declare module "did-context";
declare module "ed25519-signature-2020-context";
declare module "jsonld";
declare module "rdf-canonize";
