/** Every behaviour of a built-in kind whose structure comes from generated data. A behaviour is one file and its line here. */
import { type AnyBehaviour } from './behaviour.js';
import { mutatingadmissionpolicies } from './admissionregistration/mutatingadmissionpolicies.js';
import { mutatingadmissionpolicybindings } from './admissionregistration/mutatingadmissionpolicybindings.js';
import { mutatingwebhookconfigurations } from './admissionregistration/mutatingwebhookconfigurations.js';
import { validatingadmissionpolicies } from './admissionregistration/validatingadmissionpolicies.js';
import { validatingadmissionpolicybindings } from './admissionregistration/validatingadmissionpolicybindings.js';
import { validatingwebhookconfigurations } from './admissionregistration/validatingwebhookconfigurations.js';
import { customresourcedefinitions } from './apiextensions/customresourcedefinitions.js';
import { apiservices } from './apiregistration/apiservices.js';
import { controllerrevisions } from './apps/controllerrevisions.js';
import { daemonsets } from './apps/daemonsets.js';
import { deployments } from './apps/deployments.js';
import { replicasets } from './apps/replicasets.js';
import { statefulsets } from './apps/statefulsets.js';
import { horizontalpodautoscalers } from './autoscaling/horizontalpodautoscalers.js';
import { cronjobs } from './batch/cronjobs.js';
import { jobs } from './batch/jobs.js';
import { certificatesigningrequests } from './certificates/certificatesigningrequests.js';
import { clustertrustbundles } from './certificates/clustertrustbundles.js';
import { podcertificaterequests } from './certificates/podcertificaterequests.js';
import { bindings } from './core/bindings.js';
import { endpoints } from './core/endpoints.js';
import { events } from './core/events.js';
import { limitranges } from './core/limitranges.js';
import { persistentvolumeclaims } from './core/persistentvolumeclaims.js';
import { persistentvolumes } from './core/persistentvolumes.js';
import { resourcequotas } from './core/resourcequotas.js';
import { services } from './core/services.js';
import { endpointslices } from './discovery/endpointslices.js';
import { eventsEvents } from './events/events.js';
import { leasecandidates } from './coordination/leasecandidates.js';
import { leases } from './coordination/leases.js';
import { podtemplates } from './core/podtemplates.js';
import { replicationcontrollers } from './core/replicationcontrollers.js';
import { flowschemas } from './flowcontrol/flowschemas.js';
import { prioritylevelconfigurations } from './flowcontrol/prioritylevelconfigurations.js';
import { ingressclasses } from './networking/ingressclasses.js';
import { extensionsIngresses } from './extensions/ingresses.js';
import { ingresses } from './networking/ingresses.js';
import { ipaddresses } from './networking/ipaddresses.js';
import { networkpolicies } from './networking/networkpolicies.js';
import { servicecidrs } from './networking/servicecidrs.js';
import { runtimeclasses } from './node/runtimeclasses.js';
import { poddisruptionbudgets } from './policy/poddisruptionbudgets.js';
import { podsecuritypolicies } from './policy/podsecuritypolicies.js';
import { deviceclasses } from './resource/deviceclasses.js';
import { resourceclaims } from './resource/resourceclaims.js';
import { resourceclaimtemplates } from './resource/resourceclaimtemplates.js';
import { resourceslices } from './resource/resourceslices.js';
import { storageversionmigrations } from './storagemigration/storageversionmigrations.js';
import { priorityclasses } from './scheduling/priorityclasses.js';
import { csidrivers } from './storage/csidrivers.js';
import { csinodes } from './storage/csinodes.js';
import { csistoragecapacities } from './storage/csistoragecapacities.js';
import { storageclasses } from './storage/storageclasses.js';
import { volumeattachments } from './storage/volumeattachments.js';
import { volumeattributesclasses } from './storage/volumeattributesclasses.js';

export const BEHAVIOURS: readonly AnyBehaviour[] = [
  mutatingadmissionpolicies,
  mutatingadmissionpolicybindings,
  mutatingwebhookconfigurations,
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
  validatingwebhookconfigurations,
  customresourcedefinitions,
  apiservices,
  controllerrevisions,
  daemonsets,
  deployments,
  replicasets,
  statefulsets,
  horizontalpodautoscalers,
  cronjobs,
  jobs,
  certificatesigningrequests,
  clustertrustbundles,
  podcertificaterequests,
  bindings,
  endpoints,
  events,
  limitranges,
  persistentvolumeclaims,
  persistentvolumes,
  resourcequotas,
  services,
  endpointslices,
  eventsEvents,
  leasecandidates,
  leases,
  podtemplates,
  replicationcontrollers,
  flowschemas,
  prioritylevelconfigurations,
  ingressclasses,
  extensionsIngresses,
  ingresses,
  ipaddresses,
  networkpolicies,
  servicecidrs,
  runtimeclasses,
  poddisruptionbudgets,
  podsecuritypolicies,
  deviceclasses,
  resourceclaims,
  resourceclaimtemplates,
  resourceslices,
  storageversionmigrations,
  priorityclasses,
  csidrivers,
  csinodes,
  csistoragecapacities,
  storageclasses,
  volumeattachments,
  volumeattributesclasses,
];
