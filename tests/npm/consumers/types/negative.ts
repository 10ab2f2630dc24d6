// Mistakes that the types must catch: an unused `@ts-expect-error` is an error itself.
import { derive, ProofPassError, received, verify, type Check, type Code, type Policy, type Report } from "@proofpass/verifier";
import * as slim from "@proofpass/verifier/slim";

declare const report: Report;
declare const check: Check;

// @ts-expect-error: a number is no document
void verify(1);
// @ts-expect-error: null is no document
void verify(null);
// @ts-expect-error: a misspelt option
void verify("{}", { polcy: {} });
// @ts-expect-error: a check that does not exist
void verify("{}", { policy: { require: ["signature"] } });
// @ts-expect-error: a misspelt member of a policy
export const policy: Policy = { tolerance: 60 };
// @ts-expect-error: an option that is there has a value
void verify("{}", { policy: undefined });
// @ts-expect-error: an instant is a Date or text
void verify("{}", { now: 1_700_000_000 });
// @ts-expect-error: a fetched document says when it was fetched
void verify("{}", { material: { didDocuments: [{ document: {}, from: "https://a.example/did.json" }] } });
// @ts-expect-error: a fetched list says where it was fetched from
void verify("{}", { material: { statusLists: [{ credential: {}, at: "2026-11-23T12:00:00Z" }] } });
// @ts-expect-error: a misspelt member of what is to be shown
void derive("{}", { selectivePointer: [] });
// @ts-expect-error: an answer is text or bytes: what a parser made of it is another
void received({ kind: "status-list", url: "https://a.example/1", urls: [] }, {});
// @ts-expect-error: a need says where it can come from
void received({ kind: "status-list", url: "https://a.example/1" }, "{}");
// @ts-expect-error: a header is bytes
void derive("{}", { presentationHeader: "nonce" });
// @ts-expect-error: the verdict is not a boolean
if (report.verdict === true) void 0;
// @ts-expect-error: "accepted" is not a verdict
if (report.verdict === "accepted") void 0;
// @ts-expect-error: reports are read, not written
report.verdict = "accept";
// @ts-expect-error: a code that does not exist
export const code: Code = "bad-signature";
// @ts-expect-error: "expired" is a code of `validity`
if (check.check === "proof" && check.code === "expired") void 0;
// @ts-expect-error: "expired" is no code of `status` either
if (check.check === "status" && check.outcome === "fail") void (check.code === "expired");
// @ts-expect-error: nor of `schema`
if (check.check === "schema" && check.outcome === "fail") void (check.code === "expired");
// @ts-expect-error: asynchronous here, synchronous in ./slim
export const now: Report = verify("{}");
// @ts-expect-error: ./slim has nothing to wait for
void slim.ready();
// @ts-expect-error: an error has one of three codes
export const error = new ProofPassError("oops", "…");
