/** Source: pkg/registry/core/podtemplate. */
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { containerColumns, formatLabels } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { podTemplateWarnings, validatePodTemplate } from '../pod-template/validation.js';

interface PodTemplate extends KubeObject {
  template?: PodTemplateSpec;
}

const TEMPLATE = Path.of('template');

export const podtemplates = defineBehaviour<PodTemplate>({
  group: '',
  resource: 'podtemplates',
  strategy: {
    default: (object, features) => {
      defaultPodTemplate(object, features);
    },
    validate: ({ template = {} }, { features }) => validatePodTemplate(template, TEMPLATE, features),
    validateUpdate: ({ template = {} }, old, { features }) =>
      validatePodTemplate(template, TEMPLATE, features, old.template),
    warningsOnCreate: ({ template }, { features }) => podTemplateWarnings(template, TEMPLATE, features),
    warningsOnUpdate: ({ template }, _old, { features }) => podTemplateWarnings(template, TEMPLATE, features),
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    ...containerColumns<PodTemplate>(({ template }) => template, false),
    textColumn('Pod Labels', 'The labels that pods get.', ({ template }) => formatLabels(template?.metadata?.labels)),
  ],
  description: 'A pod to be copied, kept by itself.',
  example: {
    metadata: { name: 'web' },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
  },
});
