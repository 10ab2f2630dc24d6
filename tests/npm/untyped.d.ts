// Digital Bazaar's packages carry no types; `digitalbazaar.mjs` is the one place that touches them.
declare module "@digitalbazaar/*";
declare module "ed25519-signature-2020-context";
