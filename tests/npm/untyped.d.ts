// Digital Bazaar's packages carry no types; `digitalbazaar.mjs` is the one place that touches them.
declare module "@digitalbazaar/*";
