//! Writes generated documents with what our reader makes of them, one JSON object a line: `generate <seed> <count>`.
//!
//! Two kinds, for `tests/npm/differential.mjs` and `tests/fuzz/pyld_differential.py`: JSON-LD with its canonical N-Quads,
//! or the reason why it is refused; JSON with its canonical form.

fn main() {
    let mut arguments = std::env::args().skip(1).map_while(|text| text.parse().ok());
    let (Some(seed), Some(count)) = (arguments.next(), arguments.next()) else {
        eprintln!("generate <seed> <count>");
        std::process::exit(2);
    };
    let stdout = std::io::stdout().lock();
    let mut out = std::io::BufWriter::new(stdout);
    for line in proofpass_fuzz::differential_lines(seed, count) {
        if std::io::Write::write_all(&mut out, format!("{line}\n").as_bytes()).is_err() {
            return;
        }
    }
}
