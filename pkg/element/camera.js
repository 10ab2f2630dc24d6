// @ts-check
/**
 * QR codes in pictures: from the camera, and from a file.
 *
 * In scope: the camera's life, and pixels to text. Out of scope: what the text means (`code.js`), what is on screen
 * (`code-view.js`). Loaded when somebody scans. Pictures stay in this page.
 * Spec: <https://www.w3.org/TR/mediacapture-streams/>, <https://wicg.github.io/shape-detection-api/>
 */
import { SourceError } from "./source.js";

/** @import { Trouble } from "./words.js" */

/** Often enough for a hand that moves, and a phone stays cool. */
const EVERY_MS = 120;
/** After so long without a code, a person would like advice. */
const LONG_MS = 10_000;
/**
 * The longer sides that a picture is looked at in, in pixels. A photograph of a code is read best when it is small; one
 * with a small code in it, when it is large.
 */
const SIZES = [800, 1600, 3200];
/** A camera's picture is looked at as it is up to this size. */
const MOST_PIXELS = 1280;

/** @typedef {HTMLVideoElement | ImageBitmap} Picture */

/**
 * @param {AbortSignal} signal switches the camera off
 * @param {object} hands
 * @param {(video: HTMLVideoElement) => void} hands.onPicture the camera's picture is there
 * @param {() => void} hands.onLong no code was found for long
 * @returns {Promise<string>} what stands in the first code that is seen
 */
export async function codeBeforeCamera(signal, { onPicture, onLong }) {
  const stream = await cameraStream();
  const off = () => stream.getTracks().forEach((track) => track.stop());
  signal.addEventListener("abort", off);
  try {
    signal.throwIfAborted();
    const video = document.createElement("video");
    // Without these two, an iPhone shows it on the whole screen, or not at all.
    video.muted = true;
    video.setAttribute("playsinline", "");
    video.srcObject = stream;
    const read = await codeReader();
    await video.play();
    onPicture(video);
    const late = setTimeout(onLong, LONG_MS);
    try {
      for (;;) {
        signal.throwIfAborted();
        // A camera that is pulled out gives no picture and says nothing.
        if (!stream.active || stream.getVideoTracks().every(({ readyState }) => readyState === "ended")) throw new SourceError("camera-busy");
        const text = await read(video, MOST_PIXELS);
        if (text !== null) return text;
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    } finally {
      clearTimeout(late);
    }
  } finally {
    signal.removeEventListener("abort", off);
    off();
  }
}

/**
 * @param {Blob} file
 * @returns {Promise<string>} what stands in the code on the picture
 */
export async function codeInPicture(file) {
  const read = await codeReader();
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch (cause) {
    throw new SourceError("picture-unreadable", { cause });
  }
  try {
    const longest = Math.max(picture.width, picture.height);
    for (const size of SIZES) {
      const text = await read(picture, size);
      if (text !== null) return text;
      if (size >= longest) break;
    }
  } finally {
    picture.close();
  }
  throw new SourceError("no-code");
}

async function cameraStream() {
  try {
    // The one that looks away from the person, where there are two.
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: MOST_PIXELS } }, audio: false });
  } catch (cause) {
    throw new SourceError(troubleOf(/** @type {Error} */ (cause).name), { cause });
  }
}

/**
 * @param {string} name of the error
 * @returns {Trouble}
 */
function troubleOf(name) {
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "camera-refused";
    case "AbortError":
    case "NotReadableError":
      return "camera-busy";
    // No device; or no such interface, which pages that came without encryption do not get.
    default:
      return "no-camera";
  }
}

/**
 * The browser's own reader where it has one, and else the library's; the latter also where the former sees nothing or
 * fails, as one does whose system has taken its part away.
 *
 * @returns {Promise<(picture: Picture, size: number) => Promise<string | null>>}
 */
async function codeReader() {
  const detector = await ownDetector();
  const own = async (/** @type {Picture} */ picture) => {
    try {
      return (await detector?.detect(picture))?.[0]?.rawValue || null;
    } catch {
      return null;
    }
  };
  const { decodeQR } = await import("../qr/decode.js").catch((cause) => {
    throw new SourceError("not-loaded", { cause });
  });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (picture, size) => {
    const found = await own(picture);
    if (found !== null || !context) return found;
    const [width, height] = "videoWidth" in picture ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];
    if (width === 0 || height === 0) return null;
    const scale = Math.min(1, size / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    // What is transparent is as white as paper: so are codes drawn.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height)) || null;
    } catch {
      // It throws where it sees no code.
      return null;
    }
  };
}

async function ownDetector() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  try {
    const formats = await Detector.getSupportedFormats();
    return formats.includes("qr_code") ? new Detector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}
