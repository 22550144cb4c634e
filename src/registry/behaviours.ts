/** Every behaviour of a built-in kind whose structure comes from generated data. A behaviour is one file and its line here. */
import { type AnyBehaviour } from './behaviour.js';
import { certificatesigningrequests } from './certificates/certificatesigningrequests.js';
import { clustertrustbundles } from './certificates/clustertrustbundles.js';
import { podcertificaterequests } from './certificates/podcertificaterequests.js';

export const BEHAVIOURS: readonly AnyBehaviour[] = [
  certificatesigningrequests,
  clustertrustbundles,
  podcertificaterequests,
];
