// @ts-check
/** QR codes as an independent encoder makes them: as a picture in a file, and as what a camera sees. */
import { writeFileSync } from "node:fs";
import qrcode from "qrcode-generator";

/** @param {string} text */
function codeOf(text) {
  const code = qrcode(0, "L");
  // As its bytes in UTF-8, one character each: what the encoder takes for bytes.
  code.addData(Buffer.from(text, "utf8").toString("latin1"), "Byte");
  code.make();
  return code;
}

/**
 * @param {string} text
 * @param {number} [scale] pixels per module
 * @returns {Buffer} a GIF
 */
export function codePicture(text, scale = 4) {
  return Buffer.from(codeOf(text).createDataURL(scale, 4 * scale).split(",")[1], "base64");
}

/** A picture without any code. */
export const EMPTY_PICTURE = Buffer.from("R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=", "base64");

/**
 * What Chromium's stand-in for a camera shows: two frames of YUV4MPEG2, a code on a grey table or the table alone.
 *
 * @param {string} file
 * @param {string | null} text
 */
export function writeCameraFilm(file, text) {
  const [width, height] = [1280, 720];
  const luma = Buffer.alloc(width * height, 0x90);
  if (text !== null) {
    const code = codeOf(text);
    const modules = code.getModuleCount();
    const scale = Math.floor((height - 24) / (modules + 8));
    const side = scale * (modules + 8);
    const [left, top] = [(width - side) >> 1, (height - side) >> 1];
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const [row, column] = [Math.floor(y / scale) - 4, Math.floor(x / scale) - 4];
        const dark = row >= 0 && column >= 0 && row < modules && column < modules && code.isDark(row, column);
        luma[(top + y) * width + left + x] = dark ? 0x18 : 0xe0;
      }
    }
  }
  const frame = [Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, 0x80)];
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`), ...frame, ...frame]));
}
