// `node --import ./test/typescript/register.mjs FILE.ts` runs TypeScript as it stands: Node 20 cannot by itself.
import { register } from 'node:module';

register('./loader.mjs', import.meta.url);
