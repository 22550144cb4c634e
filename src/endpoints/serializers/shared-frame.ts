/** Frames of live events: made once for all watchers that see an object in the same form. */
import { type KubeObject } from '../../apis/meta/v1.js';

const FRAMES = new WeakMap<KubeObject, Map<string, Uint8Array>>();

/** The frame of an object that is stored or was. `form`: all that the frame depends on beside the object. */
export function sharedFrame(object: KubeObject, form: string, make: () => string | Uint8Array): Uint8Array {
  let frames = FRAMES.get(object);
  if (frames === undefined) FRAMES.set(object, (frames = new Map<string, Uint8Array>()));
  let frame = frames.get(form);
  if (frame === undefined) {
    const made = make();
    frame = typeof made === 'string' ? Buffer.from(made) : made;
    frames.set(form, frame);
  }
  return frame;
}
