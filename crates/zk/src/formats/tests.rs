//! The readers and writers, against files that snarkjs 0.7.6 has made of the circuit `x³ + x + 5 = y, 7x = z` over powers
//! of tau for eight rows.

use ark_ff::{BigInteger as _, Field as _, PrimeField as _};
use proptest::prelude::*;

use super::*;
use crate::bn254::{Bn254, Fq, Fr, G1Affine};
use crate::groth16::{InvalidKey, VerifyingKey};

pub(crate) const CIRCUIT: &[u8] = include_bytes!("../../testdata/snarkjs/cubic.r1cs");
pub(crate) const VALUES: &[u8] = include_bytes!("../../testdata/snarkjs/cubic.wtns");
pub(crate) const POWERS: &[u8] = include_bytes!("../../testdata/snarkjs/powers_3.ptau");
pub(crate) const FIRST: &[u8] = include_bytes!("../../testdata/snarkjs/first.zkey");
pub(crate) const LAST: &[u8] = include_bytes!("../../testdata/snarkjs/last.zkey");
pub(crate) const KEY: &str = include_str!("../../testdata/snarkjs/verification_key.json");
pub(crate) const PROOF: &str = include_str!("../../testdata/snarkjs/proof.json");
pub(crate) const PUBLIC: &str = include_str!("../../testdata/snarkjs/public.json");

/// The values of the wires where x is 3.
pub(crate) fn values() -> Vec<Fr> {
    let x = 3;
    [1, x * x * x + x + 5, 7 * x, x, x * x, x * x * x, (3 * x - 2) * (9 * x * x + 4 * x * x * x)].map(Fr::from).to_vec()
}

fn zkey(bytes: &[u8]) -> Result<Zkey, FormatError> {
    Zkey::read(bytes, Threads::ONE)
}

/// Where the contents of each section begin, and how long they are.
fn sections(bytes: &[u8]) -> Vec<(u32, usize, usize)> {
    let mut at = 12;
    let mut sections = Vec::new();
    while at < bytes.len() {
        let number = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let length = usize::try_from(u64::from_le_bytes(bytes[at + 4..at + 12].try_into().unwrap())).unwrap();
        sections.push((number, at + 12, length));
        at += 12 + length;
    }
    sections
}

fn section(bytes: &[u8], number: u32) -> usize {
    sections(bytes).into_iter().find(|(found, ..)| *found == number).unwrap().1
}

fn with(bytes: &[u8], at: usize, new: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

#[test]
fn every_file_of_snarkjs_is_written_as_it_was_read() {
    assert_eq!(R1cs::read(CIRCUIT).unwrap().write(), CIRCUIT);
    assert_eq!(write_wtns(&values()), VALUES);
    assert_eq!(read_wtns(VALUES).unwrap(), values());
    assert_eq!(zkey(FIRST).unwrap().write(), FIRST);
    assert_eq!(zkey(LAST).unwrap().write(), LAST);
    assert_eq!(verifying_key_to_json(&verifying_key_from_json(KEY.as_bytes()).unwrap()), KEY);
    assert_eq!(proof_to_json(&proof_from_json(PROOF.as_bytes()).unwrap()), PROOF);
    assert_eq!(public_to_json(&public_from_json(PUBLIC.as_bytes()).unwrap()), PUBLIC);
}

#[test]
fn a_key_says_who_has_contributed() {
    let key = zkey(LAST).unwrap();
    let who: Vec<_> =
        key.contributions().iter().map(|one| (one.name().unwrap().as_str(), one.kind().clone())).collect();
    let beacon = Kind::Beacon { value: (1..=32).collect(), iterations: 10 };
    assert_eq!(who, [("first", Kind::Somebody), ("zweite ü", Kind::Somebody), ("Final Beacon", beacon)]);
    assert_eq!((key.wires(), key.public(), key.power()), (7, 2, 3));
}

#[test]
fn reads_the_same_key_as_another_implementation() {
    use taceo_circom_types::groth16::Zkey as Other;
    let other = Other::<crate::bn254::Bn254>::from_reader(LAST, taceo_circom_types::CheckElement::Yes).unwrap();
    let key = zkey(LAST).unwrap();
    assert_eq!((key.a, key.b_g1, key.b_g2), (other.a_query, other.b_g1_query, other.b_g2_query));
    assert_eq!((key.l, key.h, key.ic), (other.l_query, other.h_query, other.ic));
    assert_eq!((key.alpha_g1, key.beta_g1, key.delta_g1), (other.alpha_g1, other.beta_g1, other.delta_g1));
    assert_eq!((key.beta_g2, key.gamma_g2, key.delta_g2), (other.beta_g2, other.gamma_g2, other.delta_g2));
    let matrices = R1cs::read(CIRCUIT).unwrap().matrices();
    assert_eq!((&matrices[0], &matrices[1]), (&other.a_matrix, &other.b_matrix));
}

#[test]
fn satisfying_values_satisfy_and_others_do_not() {
    let circuit = R1cs::read(CIRCUIT).unwrap();
    assert!(circuit.is_satisfied(&values()));
    for wire in 1..values().len() {
        let mut values = values();
        values[wire] += Fr::ONE;
        assert!(!circuit.is_satisfied(&values), "wire {wire}");
    }
    assert!(!circuit.is_satisfied(&values()[1..]));
    assert!(!circuit.is_satisfied(&[]));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for length in 0..CIRCUIT.len() {
        assert!(R1cs::read(&CIRCUIT[..length]).is_err(), "circuit of {length} bytes");
    }
    for length in 0..LAST.len() {
        assert!(zkey(&LAST[..length]).is_err(), "key of {length} bytes");
    }
    for length in 0..POWERS.len() {
        assert!(Ptau::read(&POWERS[..length], Threads::ONE).is_err(), "powers of {length} bytes");
    }
    for length in 0..VALUES.len() {
        assert!(read_wtns(&VALUES[..length]).is_err(), "values of {length} bytes");
    }
}

#[test]
fn a_file_with_something_after_it_is_refused() {
    let longer = |bytes: &[u8]| [bytes, &[0]].concat();
    assert_eq!(R1cs::read(&longer(CIRCUIT)), Err(FormatError::Trailing));
    assert_eq!(zkey(&longer(LAST)), Err(FormatError::Trailing));
    assert_eq!(Ptau::read(&longer(POWERS), Threads::ONE).unwrap_err(), FormatError::Trailing);
}

#[test]
fn a_section_longer_or_shorter_than_its_contents_is_refused() {
    for (bytes, read) in [
        (CIRCUIT, (|bytes| R1cs::read(bytes).map(drop)) as fn(&[u8]) -> Result<(), FormatError>),
        (LAST, |bytes| zkey(bytes).map(drop)),
        (POWERS, |bytes| Ptau::read(bytes, Threads::ONE).map(drop)),
    ] {
        for (number, at, length) in sections(bytes) {
            let resized = |length: usize, contents: &[u8]| {
                let rest = &bytes[at + sections(bytes).iter().find(|one| one.0 == number).unwrap().2..];
                [&bytes[..at - 8], &(length as u64).to_le_bytes(), contents, rest].concat()
            };
            let whole = &bytes[at..at + length];
            // The list of who contributed to the powers is not read but for its count.
            if number != 7 || bytes[..4] != *b"ptau" {
                assert!(read(&resized(length - 1, &whole[1..])).is_err(), "section {number}, a byte less");
                assert!(read(&resized(length + 1, &[whole, &[0]].concat())).is_err(), "section {number}, a byte more");
                assert!(read(&resized(0, &[])).is_err(), "section {number}, empty");
            }
            assert!(read(&resized(usize::MAX, whole)).is_err(), "section {number}, of any length");
        }
    }
}

#[test]
fn sections_are_there_once_and_known() {
    let twice = |bytes: &[u8]| {
        let (_, at, length) = sections(bytes)[1];
        let mut bytes = [bytes, &bytes[at - 12..at + length]].concat();
        bytes[8] += 1;
        bytes
    };
    assert_eq!(R1cs::read(&twice(CIRCUIT)), Err(FormatError::Repeated(2)));
    assert_eq!(zkey(&twice(LAST)), Err(FormatError::Repeated(2)));
    for (number, at, length) in sections(LAST) {
        let mut bytes = [&LAST[..at - 12], &LAST[at + length..]].concat();
        bytes[8] -= 1;
        assert_eq!(zkey(&bytes), Err(FormatError::Missing(number)));
        assert_eq!(zkey(&with(LAST, at - 12, &[11])), Err(FormatError::Unsupported(11)));
    }
    // Custom gates, of PLONK.
    let at = section(CIRCUIT, 3) - 12;
    assert_eq!(R1cs::read(&with(CIRCUIT, at, &[4])), Err(FormatError::Unsupported(4)));
    assert_eq!(zkey(&with(LAST, 8, &[255; 4])), Err(FormatError::TooLarge(0)));
}

#[test]
fn other_kinds_versions_fields_and_systems_are_refused() {
    assert_eq!(zkey(CIRCUIT), Err(FormatError::Magic));
    assert_eq!(R1cs::read(LAST), Err(FormatError::Magic));
    assert_eq!(Ptau::read(VALUES, Threads::ONE).unwrap_err(), FormatError::Magic);
    assert_eq!(zkey(&with(LAST, 4, &[2])), Err(FormatError::Version(2)));
    assert_eq!(zkey(&with(LAST, section(LAST, 1), &[2])), Err(FormatError::Protocol));
    let header = section(LAST, 2);
    for at in [0, 4, 35, 36, 40, 71] {
        assert_eq!(zkey(&with(LAST, header + at, &[0x99])), Err(FormatError::Field(2)), "byte {at}");
    }
    assert_eq!(R1cs::read(&with(CIRCUIT, section(CIRCUIT, 1) + 4, &[0x99])), Err(FormatError::Field(1)));
    let powers = with(POWERS, section(POWERS, 1) + 4, &[0x99]);
    assert_eq!(Ptau::read(&powers, Threads::ONE).unwrap_err(), FormatError::Field(1));
}

#[test]
fn counts_that_contradict_each_other_are_refused() {
    let header = section(LAST, 2) + 72;
    for (at, count) in
        [(0, 0_u32), (0, 2), (0, 8), (0, u32::MAX), (4, 1), (4, 3), (4, 7), (4, u32::MAX), (8, 0), (8, 7)]
    {
        assert!(zkey(&with(LAST, header + at, &count.to_le_bytes())).is_err(), "{count} at {at}");
    }
    assert_eq!(zkey(&with(LAST, header + 8, &(1_u32 << 31).to_le_bytes())), Err(FormatError::TooLarge(2)));
    let header = section(CIRCUIT, 1) + 36;
    for (at, count) in
        [(0, 0_u32), (0, 2), (0, u32::MAX), (4, 5), (8, 7), (8, u32::MAX), (12, 5), (16, 6), (24, 4), (24, 6)]
    {
        assert!(R1cs::read(&with(CIRCUIT, header + at, &count.to_le_bytes())).is_err(), "{count} at {at}");
    }
    assert_eq!(R1cs::read(&with(CIRCUIT, header + 24, &[255; 4])), Err(FormatError::Length(2)));
    let header = section(POWERS, 1) + 36;
    for power in [0_u32, 2, 4, 19, 32, 64, u32::MAX] {
        let bytes = with(POWERS, header, &power.to_le_bytes());
        assert!(Ptau::read(&bytes, Threads::ONE).is_err(), "2^{power}");
    }
}

#[test]
fn entries_point_to_what_is_there() {
    let at = section(LAST, 4) + 4;
    for (offset, number) in [(0, 2_u32), (0, u32::MAX), (4, 8), (4, u32::MAX), (8, 7), (8, u32::MAX)] {
        let entry = zkey(&with(LAST, at + 44 + offset, &number.to_le_bytes()));
        assert_eq!(entry, Err(FormatError::Entry { section: 4, index: 1 }), "{number} at {offset}");
    }
    assert_eq!(zkey(&with(LAST, at - 4, &[255; 4])), Err(FormatError::Length(4)));
    let at = section(CIRCUIT, 2) + 4;
    assert_eq!(R1cs::read(&with(CIRCUIT, at, &7_u32.to_le_bytes())), Err(FormatError::Entry { section: 2, index: 0 }));
    let modulus = Fr::MODULUS.to_bytes_le();
    assert_eq!(R1cs::read(&with(CIRCUIT, at + 4, &modulus)), Err(FormatError::Number { section: 2, index: 0 }));
    assert_eq!(R1cs::read(&with(CIRCUIT, at - 4, &[255; 4])), Err(FormatError::Length(2)));
}

#[test]
fn values_are_as_many_as_they_say_and_below_the_modulus() {
    let count = section(VALUES, 1) + 36;
    for wrong in [[0, 0, 0, 0], [6, 0, 0, 0], [8, 0, 0, 0], [255; 4]] {
        assert_eq!(read_wtns(&with(VALUES, count, &wrong)), Err(FormatError::Length(2)));
    }
    let at = section(VALUES, 2) + 32;
    let number = Err(FormatError::Number { section: 2, index: 1 });
    assert_eq!(read_wtns(&with(VALUES, at, &Fr::MODULUS.to_bytes_le())), number);
    assert_eq!(read_wtns(&with(VALUES, at, &[255; 32])), number);
    assert_eq!(read_wtns(&with(VALUES, section(VALUES, 1) + 4, &[0x99])), Err(FormatError::Field(1)));
    assert_eq!(read_wtns(&with(VALUES, 4, &[1])), Err(FormatError::Version(1)));
    assert_eq!(read_wtns(CIRCUIT), Err(FormatError::Magic));
}

#[test]
fn a_wire_named_twice_in_a_row_is_refused() {
    let entry = |wire: usize| (Fr::ONE, wire);
    let circuit = |row: Vec<(Fr, usize)>| R1cs::from_matrices(&[vec![row], vec![vec![]], vec![vec![]]], 1, 1);
    assert!(circuit(vec![entry(1), entry(0)]).is_ok());
    assert_eq!(circuit(vec![entry(1), entry(1)]), Err(FormatError::Entry { section: 2, index: 0 }));
    assert_eq!(circuit(vec![entry(2)]), Err(FormatError::Entry { section: 2, index: 0 }));
    assert_eq!(R1cs::from_matrices(&[vec![], vec![]], 1, 1), Err(FormatError::Counts(1)));
    assert_eq!(R1cs::from_matrices(&[vec![vec![]], vec![], vec![]], 1, 1), Err(FormatError::Counts(1)));
    assert_eq!(R1cs::from_matrices(&[vec![], vec![], vec![]], 0, 1), Err(FormatError::Counts(1)));
}

#[test]
fn a_circuit_larger_than_any_ceremony_is_refused() {
    let rows = vec![vec![]; (1 << MAX_POWER) + 1];
    assert_eq!(R1cs::from_matrices(&[rows.clone(), rows.clone(), rows], 1, 1), Err(FormatError::TooLarge(2)));
}

/// A point of the curve over Fq2 that is not in the subgroup of prime order, as files have it.
fn outside_the_subgroup() -> Vec<u8> {
    use super::points::{Coordinate as _, on_curve};
    use crate::bn254::{Fq2, G2Affine};
    for x in 1_u8.. {
        let x = Fq2::new(Fq::from(x), Fq::from(0));
        let Some(point) = G2Affine::get_point_from_x_unchecked(x, false) else { continue };
        assert!(point.is_on_curve());
        assert!(on_curve::<ark_bn254::g2::Config>(point.x, point.y).is_err());
        let mut bytes = Vec::new();
        point.x.write(&mut bytes);
        point.y.write(&mut bytes);
        return bytes;
    }
    unreachable!("half of all x have a point")
}

#[test]
fn every_point_of_a_key_is_a_point_of_its_group() {
    let header = section(LAST, 2) + 84;
    // alpha, beta, beta, gamma, delta, delta.
    let in_header =
        [(0, 64), (64, 64), (128, 128), (256, 128), (384, 64), (448, 128)].map(|(at, length)| (2, header + at, length));
    let queries = [(3, 64), (5, 64), (6, 64), (7, 128), (8, 64), (9, 64)]
        .map(|(number, length)| (number, section(LAST, number), length));
    let transcript = section(LAST, 10) + 68;
    let proofs = [(0, 64), (64, 64), (128, 64), (192, 128)].map(|(at, length)| (10, transcript + at, length));
    for (number, at, length) in in_header.into_iter().chain(queries).chain(proofs) {
        let is_infinity_allowed = [5, 6, 7, 8].contains(&number);
        let infinity = zkey(&with(LAST, at, &vec![0; length]));
        assert_eq!(infinity.is_ok(), is_infinity_allowed, "infinity at {at} in section {number}");
        let modulus = zkey(&with(LAST, at, &Fq::MODULUS.to_bytes_le()));
        assert!(matches!(modulus, Err(FormatError::Number { section, .. }) if section == number), "{modulus:?}");
        let largest = zkey(&with(LAST, at, &[255; 32]));
        assert!(matches!(largest, Err(FormatError::Number { section, .. }) if section == number), "{largest:?}");
        let other = zkey(&with(LAST, at, &[LAST[at] ^ 1]));
        let off = PointFault::OffCurve;
        assert!(
            matches!(other, Err(FormatError::Point { section, fault, .. }) if section == number && fault == off),
            "{other:?}"
        );
        if length == 128 {
            let outside = zkey(&with(LAST, at, &outside_the_subgroup()));
            let fault = PointFault::OutsideSubgroup;
            assert!(matches!(outside, Err(FormatError::Point { fault: found, .. }) if found == fault), "{outside:?}");
        }
    }
}

#[test]
fn every_point_of_the_powers_is_a_point_of_its_group() {
    let read = |bytes: &[u8]| {
        let powers = Ptau::read(bytes, Threads::ONE)?;
        for (number, count) in [(2, 15), (4, 8), (5, 8)] {
            powers.g1(number, count)?;
        }
        let _ = (powers.g2(3, 8)?, powers.g2(6, 1)?, powers.lagrange_g1(12, 4)?, powers.lagrange_g2(3)?);
        let _ = (powers.lagrange_g1(14, 3)?, powers.lagrange_g1(15, 3)?);
        Ok::<_, FormatError>(())
    };
    assert_eq!(read(POWERS), Ok(()));
    for (number, first, length) in [
        (2, 0, 64),
        (3, 0, 128),
        (4, 0, 64),
        (5, 0, 64),
        (6, 0, 128),
        (12, 15, 64),
        (13, 7, 128),
        (14, 7, 64),
        (15, 7, 64),
    ] {
        let at = section(POWERS, number) + first * length;
        let faults = [
            read(&with(POWERS, at, &vec![0; length])),
            read(&with(POWERS, at, &[POWERS[at] ^ 1])),
            read(&with(POWERS, at, &[255; 32])),
        ];
        assert!(faults.iter().all(Result::is_err), "section {number}: {faults:?}");
        if length == 128 {
            assert!(read(&with(POWERS, at, &outside_the_subgroup())).is_err(), "section {number}");
        }
    }
}

#[test]
fn a_contribution_is_described_in_order_or_refused() {
    let transcript = section(LAST, 10) + 68;
    let kind = transcript + 64 * 3 + 128 + 64;
    assert_eq!(LAST[kind..kind + 8], [0, 0, 0, 0, 7, 0, 0, 0]);
    let refused = Err(FormatError::Contribution(0));
    // A beacon without a value, another kind, another tag, a name longer than there is, and one that is not text.
    for (at, byte) in [(0, 1), (0, 2), (8, 0), (8, 2), (8, 3), (8, 4), (9, 6), (9, 4), (10, 0xff)] {
        assert_eq!(zkey(&with(LAST, kind + at, &[byte])), refused, "{byte} at {at}");
    }
    let at = section(LAST, 10) + 64;
    assert_eq!(zkey(&with(LAST, at, &[255; 4])), Err(FormatError::TooLarge(10)));
    assert_eq!(zkey(&with(LAST, at, &[2])), Err(FormatError::Length(10)));
    assert_eq!(zkey(&with(LAST, at, &[4])), Err(FormatError::Length(10)));
}

#[test]
fn names_are_one_line() {
    for name in ["a", "Überprüfung GmbH", &"x".repeat(Name::MAX_LEN)] {
        assert_eq!(Name::parse(name).unwrap().as_str(), name);
    }
    for name in ["", "a\nb", "\u{1b}[2J", "a\0", &"x".repeat(Name::MAX_LEN + 1)] {
        assert_eq!(Name::parse(name), None, "{name:?}");
    }
}

/// Every spelling of a text in which `from` is `to`, one place after the other.
fn spelled(text: &str, from: &str, to: &str) -> Vec<String> {
    text.match_indices(from).map(|(at, _)| format!("{}{to}{}", &text[..at], &text[at + from.len()..])).collect()
}

#[test]
fn numbers_are_read_in_one_spelling_only() {
    let one = |text: &str| public_from_json(format!("[\"{text}\"]").as_bytes());
    assert_eq!(one("0").unwrap(), [Fr::from(0)]);
    let largest = (-Fr::ONE).to_string();
    assert_eq!(one(&largest).unwrap(), [-Fr::ONE]);
    let modulus = Fr::MODULUS.to_string();
    let more = "9".repeat(77);
    let longest = "1".repeat(78);
    for text in ["", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "a", "١", "-0", &modulus, &more, &longest]
    {
        assert!(matches!(one(text), Err(JsonError::Number("public"))), "{text}");
    }
    for text in ["[1]", "[null]", "{}", "\"1\"", "[[\"1\"]]", "[\"1\"", "[\"1\"] 2", "", "[\"1\",]"] {
        assert!(matches!(public_from_json(text.as_bytes()), Err(JsonError::Shape(_))), "{text}");
    }
    let many = format!("[{}]", vec!["\"1\""; 1_001].join(","));
    assert!(matches!(public_from_json(many.as_bytes()), Err(JsonError::Length("public"))));
    assert!(matches!(public_from_json(&vec![b' '; 1 << 20]), Err(JsonError::TooLarge)));
    assert_eq!(public_from_json(b"[]").unwrap(), []);
    assert_eq!(public_to_json(&[]), "[]");
}

#[test]
fn a_proof_is_read_strictly() {
    let refused = |text: &str| assert!(proof_from_json(text.as_bytes()).is_err(), "{text}");
    for text in spelled(PROOF, "groth16", "plonk") {
        refused(&text);
    }
    for text in spelled(PROOF, "bn128", "bls12381") {
        refused(&text);
    }
    // Another z, another spelling of 1, another member, one that is not there, and one that is there twice.
    for text in spelled(PROOF, "\"1\"", "\"2\"") {
        refused(&text);
    }
    for text in spelled(PROOF, "\"1\"", "\"01\"") {
        refused(&text);
    }
    for text in spelled(PROOF, "\"0\"", "\"1\"") {
        refused(&text);
    }
    for text in spelled(PROOF, "\"pi_a\"", "\"pi_d\"") {
        refused(&text);
    }
    for text in spelled(PROOF, "\"protocol\"", "\"x\": 1, \"protocol\"") {
        refused(&text);
    }
    for text in spelled(PROOF, "\"protocol\"", "\"curve\": \"bn128\", \"protocol\"") {
        refused(&text);
    }
    for text in spelled(PROOF, ",\n \"curve\": \"bn128\"", "") {
        refused(&text);
    }
    let proof = proof_from_json(PROOF.as_bytes()).unwrap();
    let (a, b, c) = proof.points();
    let coordinates = [a.x, a.y, b.x.c0, b.x.c1, b.y.c0, b.y.c1, c.x, c.y];
    for coordinate in coordinates {
        let mut aliased = coordinate.into_bigint();
        aliased.add_with_carry(&Fq::MODULUS);
        for to in [
            aliased.to_string(),
            (coordinate + Fq::ONE).to_string(),
            format!("0{coordinate}"),
            format!("-{coordinate}"),
        ] {
            refused(&PROOF.replace(&coordinate.to_string(), &to));
        }
    }
    // The coefficients of an element of Fq2 the wrong way around.
    let (c0, c1) = (b.x.c0.to_string(), b.x.c1.to_string());
    refused(&PROOF.replace(&c0, "x").replace(&c1, &c0).replace('x', &c1));
    // A at infinity, as it is projectively and as it might be written.
    let first = format!("\"{}\",\n  \"{}\",\n  \"1\"", a.x, a.y);
    assert!(PROOF.contains(&first));
    for infinity in ["\"0\", \"1\", \"0\"", "\"0\", \"0\", \"1\"", "\"0\", \"0\", \"0\""] {
        refused(&PROOF.replace(&first, infinity));
    }
}

#[test]
fn a_verifying_key_is_read_strictly() {
    let refused = |text: &str| assert!(verifying_key_from_json(text.as_bytes()).is_err(), "{text}");
    refused(&KEY.replace("groth16", "plonk"));
    refused(&KEY.replace("bn128", "bls12381"));
    for count in ["1", "3", "-2", "2.0", "\"2\"", "18446744073709551615"] {
        refused(&KEY.replace("\"nPublic\": 2", &format!("\"nPublic\": {count}")));
    }
    let key = verifying_key_from_json(KEY.as_bytes()).unwrap();
    let made = |change: fn(&mut ark_groth16::VerifyingKey<Bn254>), inputs: usize| {
        let mut key = key.as_ark().clone();
        change(&mut key);
        verifying_key_to_json(&VerifyingKey::new(key, inputs).unwrap())
    };
    let other = made(|key| key.alpha_g1 = key.gamma_abc_g1[0], 2);
    assert!(verifying_key_from_json(other.as_bytes()).is_ok());
    // alpha of one key with the pairing of another.
    let alpha = |x: &G1Affine| format!("\"{}\",\n  \"{}\",", x.x, x.y);
    let mixed = KEY.replace(&alpha(&key.as_ark().alpha_g1), &alpha(&key.as_ark().gamma_abc_g1[0]));
    assert!(matches!(verifying_key_from_json(mixed.as_bytes()), Err(JsonError::Pairing)));
    let short = made(|key| key.gamma_abc_g1.truncate(2), 1);
    assert!(verifying_key_from_json(short.as_bytes()).is_ok());
    refused(&short.replace("\"nPublic\": 1", "\"nPublic\": 2"));
    // A point of IC at infinity.
    let input = &key.as_ark().gamma_abc_g1[1];
    let input = format!("\"{}\",\n   \"{}\",", input.x, input.y);
    assert!(KEY.contains(&input));
    refused(&KEY.replace(&input, "\"0\", \"0\","));
    // delta of a key that nobody has contributed to: anybody can forge.
    let point = |point: &crate::bn254::G2Affine| format!("\"{}\",\n   \"{}\"", point.x.c0, point.x.c1);
    let ordinate = |point: &crate::bn254::G2Affine| format!("\"{}\",\n   \"{}\"", point.y.c0, point.y.c1);
    let (delta, gamma) = (&key.as_ark().delta_g2, &key.as_ark().gamma_g2);
    assert!(KEY.contains(&point(delta)) && KEY.contains(&ordinate(delta)));
    let first = KEY.replace(&point(delta), &point(gamma)).replace(&ordinate(delta), &ordinate(gamma));
    let refusal = verifying_key_from_json(first.as_bytes()).unwrap_err();
    assert!(matches!(refusal, JsonError::Key(InvalidKey::NoContribution)), "{refusal}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(at in any::<prop::sample::Index>(), new in prop::collection::vec(any::<u8>(), 1..40)) {
        for (bytes, which) in [(CIRCUIT, 0), (LAST, 1), (POWERS, 2)] {
            let at = at.index(bytes.len() - new.len());
            let bytes = with(bytes, at, &new);
            match which {
                0 => drop(R1cs::read(&bytes)),
                1 => if let Ok(key) = zkey(&bytes) {
                    // What is read is written as it stood, whatever it says.
                    let written = key.write();
                    prop_assert!(written == bytes || key.contributions().is_empty());
                },
                _ => drop(Ptau::read(&bytes, Threads::ONE)),
            }
        }
    }

    #[test]
    fn every_scalar_survives_each_form(limbs in any::<[u64; 4]>()) {
        let scalar = Fr::from_le_bytes_mod_order(&limbs.map(u64::to_le_bytes).concat());
        prop_assert_eq!(points::scalar(&points::scalar_bytes(scalar)), Some(scalar));
        prop_assert_eq!(points::coefficient(&points::coefficient_bytes(scalar)), Some(scalar));
        prop_assert_eq!(public_from_json(public_to_json(&[scalar]).as_bytes()).unwrap(), [scalar]);
    }
}
