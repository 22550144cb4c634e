package vaultkubernetes

import (
	"context"
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/facts"
)

// logins are of a client whose token is for Vault, reviewed by Vault's own account.
func (m *method) logins(ctx context.Context) error {
	reviewer, err := m.reviewer(ctx, "vault")
	if err != nil {
		return err
	}
	token, err := m.client(ctx, "app", audience)
	if err != nil {
		return err
	}
	mount, err := m.enable(ctx, map[string]any{"token_reviewer_jwt": reviewer}, map[string]any{"audience": audience})
	if err != nil {
		return err
	}
	if err := prints(ctx, "a token for vault", mount, "app", token); err != nil {
		return err
	}
	other, err := m.Token(ctx, "app", "consul")
	if err != nil {
		return err
	}
	if err := prints(ctx, "a token for consul", mount, "app", other); err != nil {
		return err
	}
	if err := m.writeRole(ctx, mount, "any-audience", nil); err != nil {
		return err
	}
	if err := prints(ctx, "a token for consul, the role without an audience", mount, "any-audience", other); err != nil {
		return err
	}
	if err := m.writeRole(ctx, mount, "others", map[string]any{"bound_service_account_names": "web*,db"}); err != nil {
		return err
	}
	if err := prints(ctx, "an account that the role does not name", mount, "others", token); err != nil {
		return err
	}
	if err := m.writeRole(ctx, mount, "elsewhere", map[string]any{"bound_service_account_namespaces": "default"}); err != nil {
		return err
	}
	if err := prints(ctx, "a namespace that the role does not name", mount, "elsewhere", token); err != nil {
		return err
	}
	return m.selectedNamespace(ctx, reviewer, token)
}

// selectedNamespace lets the namespace's labels decide, which the reviewer has to read.
func (m *method) selectedNamespace(ctx context.Context, reviewer, token string) error {
	role := map[string]any{
		"bound_service_account_namespaces":         "",
		"bound_service_account_namespace_selector": `{"matchLabels": {"vault": "yes"}}`,
	}
	mount, err := m.enable(ctx, map[string]any{"token_reviewer_jwt": reviewer}, role)
	if err != nil {
		return err
	}
	if err := prints(ctx, "a selected namespace, its reviewer may not read it", mount, "app", token); err != nil {
		return err
	}
	if err := m.Bind(ctx, "view", "vault"); err != nil {
		return err
	}
	allowed := func() (bool, error) { return m.MayGet(ctx, reviewer, "namespaces") }
	if err := cluster.Until(ctx, allowed); err != nil {
		return err
	}
	if err := prints(ctx, "a namespace without the label", mount, "app", token); err != nil {
		return err
	}
	label := []byte(`{"metadata": {"labels": {"vault": "yes"}}}`)
	_, err = m.CoreV1().Namespaces().Patch(ctx, m.Namespace, types.MergePatchType, label, metav1.PatchOptions{})
	if err != nil {
		return err
	}
	return prints(ctx, "a namespace with the label", mount, "app", token)
}

// identities are what Vault names the caller by.
func (m *method) identities(ctx context.Context) error {
	reviewer, err := m.reviewer(ctx, "identity-reviewer")
	if err != nil {
		return err
	}
	if err := m.Bind(ctx, "view", "identity-reviewer"); err != nil {
		return err
	}
	account, err := m.NewAccount(ctx, "named")
	if err != nil {
		return err
	}
	annotation, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"annotations": map[string]string{"vault.hashicorp.com/alias-metadata-team": "payments"},
	}})
	if err != nil {
		return err
	}
	_, err = m.CoreV1().ServiceAccounts(m.Namespace).Patch(ctx, "named", types.MergePatchType, annotation, metav1.PatchOptions{})
	if err != nil {
		return err
	}
	token, err := m.Token(ctx, "named", audience)
	if err != nil {
		return err
	}
	legacy, err := m.SecretToken(ctx, "named")
	if err != nil {
		return err
	}
	config := map[string]any{"token_reviewer_jwt": reviewer, "use_annotations_as_alias_metadata": true}
	mount, err := m.enable(ctx, config, nil)
	if err != nil {
		return err
	}
	if err := m.writeRole(ctx, mount, "by-name", map[string]any{"alias_name_source": "serviceaccount_name"}); err != nil {
		return err
	}
	allowed := func() (bool, error) { return m.MayGet(ctx, reviewer, "namespaces") }
	if err := cluster.Until(ctx, allowed); err != nil {
		return err
	}
	for _, login := range []struct{ kind, role, token string }{
		{"requested token, by UID", "app", token},
		{"requested token, by name", "by-name", token},
		{"token of a secret, by UID", "app", legacy},
		{"token of a secret, by name", "by-name", legacy},
	} {
		auth, answer, err := mount.Login(ctx, login.role, login.token)
		if err != nil {
			return err
		}
		if auth == nil {
			facts.Print(login.kind, "%s", answer)
			continue
		}
		metadata := auth.Alias.Metadata
		facts.Print(login.kind, "alias %s, its UID %t, secret %q, team %s", auth.Alias.Name,
			metadata["service_account_uid"] == string(account.UID), metadata["service_account_secret_name"], metadata["team"])
	}
	return nil
}
