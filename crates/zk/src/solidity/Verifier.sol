// SPDX-License-Identifier: Apache-2.0
// Made by ProofPass for one verifying key: another key is another contract.
pragma solidity ^0.8.20;

/// Groth16 over BN254. A proof is 256 bytes: A, B, C as EIP-197 has points. Whoever counts on "once" must remember the
/// nullifier, which is an input, and never the proof: its bytes can be changed by anybody without making it wrong.
contract CONTRACT_NAME {
    uint256 private constant P = FIELD_MODULUS;
    uint256 private constant R = SCALAR_MODULUS;
    /// What four pairings cost (EIP-1108), with some room: a point that is none costs no more than that.
    uint256 private constant PAIRING_GAS = 200_000;

    // The key.

    /// Whether the proof shows the statement with these inputs. False, and no revert, for whatever is wrong.
    function verify(bytes calldata proof, uint256[INPUT_COUNT] calldata inputs) external view returns (bool) {
        if (proof.length != 256) return false;
        for (uint256 i = 0; i < INPUT_COUNT; i++) {
            if (inputs[i] >= R) return false;
        }
        uint256[8] memory point = abi.decode(proof, (uint256[8]));
        // No coordinate at or above the modulus, and no point at infinity.
        for (uint256 i = 0; i < 8; i++) {
            if (point[i] >= P) return false;
        }
        if ((point[0] | point[1]) == 0 || (point[6] | point[7]) == 0) return false;
        if ((point[2] | point[3] | point[4] | point[5]) == 0) return false;
        (uint256 x, uint256 y, bool ok) = _inputs(inputs);
        return ok && _pairs(point, x, y);
    }

    /// The constant's point and each input times its own.
    function _inputs(uint256[INPUT_COUNT] calldata inputs) private view returns (uint256 x, uint256 y, bool ok) {
        (x, y, ok) = (INPUT0_X, INPUT0_Y, true);
        // The inputs.
    }

    /// (x, y) + factor · (otherX, otherY).
    function _plus(uint256 x, uint256 y, uint256 otherX, uint256 otherY, uint256 factor, bool before)
        private
        view
        returns (uint256, uint256, bool)
    {
        uint256[4] memory words = [otherX, otherY, factor, 0];
        bool ok;
        assembly ("memory-safe") {
            ok := staticcall(gas(), 7, words, 96, words, 64)
        }
        (words[2], words[3]) = (x, y);
        bool added;
        assembly ("memory-safe") {
            added := staticcall(gas(), 6, words, 128, words, 64)
        }
        return (words[0], words[1], before && ok && added);
    }

    /// e(−A, B) · e(α, β) · e(inputs, γ) · e(C, δ) = 1.
    function _pairs(uint256[8] memory point, uint256 x, uint256 y) private view returns (bool) {
        uint256[24] memory words = [
            point[0], (P - point[1]) % P, point[2], point[3], point[4], point[5],
            ALPHA_X, ALPHA_Y, BETA_X1, BETA_X0, BETA_Y1, BETA_Y0,
            x, y, GAMMA_X1, GAMMA_X0, GAMMA_Y1, GAMMA_Y0,
            point[6], point[7], DELTA_X1, DELTA_X0, DELTA_Y1, DELTA_Y0
        ];
        bool ok;
        assembly ("memory-safe") {
            ok := staticcall(PAIRING_GAS, 8, words, 768, words, 32)
        }
        return ok && words[0] == 1;
    }
}
