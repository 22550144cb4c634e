/** Fields of custom objects that a fieldSelector may name. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go. */
import { jsonPath } from '../../apiextensions/json-path/find.js';
import { type CustomResourceDefinitionVersion } from '../../apiextensions/types.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { goText } from '../../apis/schema/go-text.js';
import { type Features } from '../../features/features.js';

export function customSelectableFields(
  { selectableFields = [] }: CustomResourceDefinitionVersion,
  features: Features,
): Readonly<Record<string, (object: KubeObject) => string>> {
  if (!features.enabled('CustomResourceFieldSelectors')) return {};
  return Object.fromEntries(
    selectableFields.map(({ jsonPath: path }) => {
      const find = jsonPath(path);
      return [
        path.replace(/^\./, ''),
        (object) => {
          const [value] = find(object);
          return value === undefined || value === null ? '' : goText(value);
        },
      ];
    }),
  );
}
