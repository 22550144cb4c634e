/** Expressions that are configured or stored may use what new ones may only one version later. Source: k8s.io/apiserver/pkg/cel/environment/environment.go (StoredExpressions). */
import { type LibraryRules } from '../apis/cel/library-rules.js';
import { type Features } from './features.js';
import { behavioursOf } from './resolve.js';

/** The libraries of expressions in configuration files, of match conditions and of mappings of claims. */
export function storedExpressions({ version, behaviours }: Features): LibraryRules {
  const { celQuotedFields, celKeywordFields, celOptionalLists } = behaviours;
  return { ...behavioursOf(version.minor + 1), celQuotedFields, celKeywordFields, celOptionalLists };
}
