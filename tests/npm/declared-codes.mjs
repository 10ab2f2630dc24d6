// @ts-check
/** The codes that `pkg/index.d.ts` declares, by check and outcome, as the TypeScript compiler reads them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import ts from "typescript";
import { PKG } from "./places.mjs";

/** @returns {{ check: string, outcome: string, code: string }[]} */
export function declaredCodes() {
  const file = join(PKG, "index.d.ts");
  const program = ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  assert.ok(source);
  const exported = checker.getSymbolAtLocation(source);
  assert.ok(exported);
  const codes = checker.getExportsOfModule(exported).find(({ name }) => name === "Codes");
  assert.ok(codes);
  const typeOf = (/** @type {ts.Symbol} */ symbol) => checker.getTypeOfSymbolAtLocation(symbol, source);
  return checker.getDeclaredTypeOfSymbol(codes).getProperties().flatMap((check) =>
    typeOf(check).getProperties().flatMap((outcome) => {
      const type = typeOf(outcome);
      const literals = type.isUnion() ? type.types : type.isStringLiteral() ? [type] : [];
      return literals.map((literal) => {
        assert.ok(literal.isStringLiteral());
        return { check: check.name, outcome: outcome.name, code: literal.value };
      });
    }),
  );
}
