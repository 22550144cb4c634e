/** Every behaviour of a built-in kind whose structure comes from generated data. A behaviour is one file and its line here. */
import { type AnyBehaviour } from './behaviour.js';
import { certificatesigningrequests } from './certificates/certificatesigningrequests.js';
import { clustertrustbundles } from './certificates/clustertrustbundles.js';
import { podcertificaterequests } from './certificates/podcertificaterequests.js';
import { leases } from './coordination/leases.js';
import { runtimeclasses } from './node/runtimeclasses.js';
import { priorityclasses } from './scheduling/priorityclasses.js';
import { csidrivers } from './storage/csidrivers.js';
import { csinodes } from './storage/csinodes.js';
import { csistoragecapacities } from './storage/csistoragecapacities.js';
import { storageclasses } from './storage/storageclasses.js';
import { volumeattachments } from './storage/volumeattachments.js';
import { volumeattributesclasses } from './storage/volumeattributesclasses.js';

export const BEHAVIOURS: readonly AnyBehaviour[] = [
  certificatesigningrequests,
  clustertrustbundles,
  podcertificaterequests,
  leases,
  runtimeclasses,
  priorityclasses,
  storageclasses,
  volumeattributesclasses,
  volumeattachments,
  csidrivers,
  csinodes,
  csistoragecapacities,
];
