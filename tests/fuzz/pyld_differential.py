"""Generated documents through PyLD: `pyld_differential.py <documents> <contexts> <answers>`.

Reads the lines that `generate` writes and writes one for each: its N-Quads, or the name of the error. Contexts come from a
file of documents by their URLs; nothing is fetched.
"""

import json
import sys

from pyld import jsonld


def main(documents, contexts, answers):
    with open(contexts, encoding="utf-8") as file:
        known = json.load(file)

    def load(url, options):
        if url not in known:
            raise jsonld.JsonLdError("a context that is not at hand", "jsonld.LoadDocumentError", code="loading remote context failed")
        return {"contextUrl": None, "documentUrl": url, "document": known[url], "contentType": "application/ld+json"}

    options = {"documentLoader": load, "format": "application/n-quads", "base": ""}
    with open(documents, encoding="utf-8") as lines, open(answers, "w", encoding="utf-8") as out:
        for line in lines:
            line = json.loads(line)
            answer = {"seed": line["seed"]}
            try:
                answer["quads"] = jsonld.to_rdf(json.loads(line["text"]), options)
            except jsonld.JsonLdError as error:
                cause = error.cause if isinstance(error.cause, jsonld.JsonLdError) else error
                answer["error"] = cause.code or cause.type or str(cause)
            except Exception as error:  # PyLD's own faults are no disagreement, and are counted by their kinds.
                answer["error"] = type(error).__name__
            out.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
