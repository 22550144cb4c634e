/** Every behaviour of a built-in kind whose structure comes from generated data. A behaviour is one file and its line here. */
import { type AnyBehaviour } from './behaviour.js';

export const BEHAVIOURS: readonly AnyBehaviour[] = [];
