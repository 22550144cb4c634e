/** Defaults of pod templates. Source: pkg/apis/core/v1/{defaults,zz_generated.defaults}.go, pkg/api/pod/util.go. */
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type Features } from '../../features/features.js';
import { defaultHostPorts } from '../core/pod/default-containers.js';
import { defaultPodSpec } from '../core/pod/defaults.js';
import { dropDisabledTemplateFields } from '../core/pod/disabled-fields.js';

/** The template of an object's part, made where there is none. Without the fields whose gates are off. */
export function defaultPodTemplate(holder: { template?: PodTemplateSpec }, features: Features): PodTemplateSpec {
  const template = (holder.template ??= {});
  const spec = (template.spec ??= {});
  defaultPodSpec(spec, features);
  const { podTemplateHostPorts } = features.behaviours;
  if (spec.hostNetwork === true && (podTemplateHostPorts || features.enabled(HOST_PORTS_GATE))) {
    defaultHostPorts(spec.containers);
    defaultHostPorts(spec.initContainers);
  }
  dropDisabledTemplateFields(template, undefined, features);
  return template;
}

const HOST_PORTS_GATE = 'DefaultHostNetworkHostPortsInPodTemplates';
