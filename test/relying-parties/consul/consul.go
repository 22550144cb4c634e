package consul

import (
	"context"
	"encoding/json"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/facts"
)

// Run tries what succeeds and what must not; each fact is one line.
func Run(ctx context.Context, k *cluster.Cluster) error {
	server := &server{Cluster: k}
	return facts.All(ctx, server.rights, server.logins, server.refusals, server.deletions)
}

// server is a Consul server with an account of its own.
type server struct {
	*cluster.Cluster
	method *AuthMethod
}

// rights are what the server's account needs: it reviews tokens and reads service accounts.
func (s *server) rights(ctx context.Context) error {
	if _, err := s.NewAccount(ctx, "web"); err != nil {
		return err
	}
	client, err := s.Token(ctx, "web")
	if err != nil {
		return err
	}
	if _, err := s.NewAccount(ctx, "consul-server"); err != nil {
		return err
	}
	token, err := s.Token(ctx, "consul-server")
	if err != nil {
		return err
	}
	s.method, err = s.methodOf(token,
		BindingRule{Selector: "serviceaccount.name != default and serviceaccount.namespace == " + `"` + s.Namespace + `"`, BindName: "${serviceaccount.name}"},
		BindingRule{Selector: "serviceaccount.name == batch", BindName: "jobs-${serviceaccount.namespace}"},
	)
	if err != nil {
		return err
	}
	prints(ctx, "a server that may nothing", s.method, client)
	if err := s.Bind(ctx, "system:auth-delegator", "consul-server"); err != nil {
		return err
	}
	reviews := func() (bool, error) { return s.MayReviewTokens(ctx, token) }
	if err := cluster.Until(ctx, reviews); err != nil {
		return err
	}
	prints(ctx, "a server that may review tokens", s.method, client)
	getter := rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"serviceaccounts"}, Verbs: []string{"get"}}
	if err := s.Grant(ctx, "consul-server", getter); err != nil {
		return err
	}
	reads := func() (bool, error) { return s.MayGet(ctx, token, "serviceaccounts") }
	return cluster.Until(ctx, reads)
}

// logins are by what is known of an account.
func (s *server) logins(ctx context.Context) error {
	accounts := s.CoreV1().ServiceAccounts(s.Namespace)
	for _, name := range []string{"batch", "renamed"} {
		if _, err := s.NewAccount(ctx, name); err != nil {
			return err
		}
	}
	annotations, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"annotations": map[string]string{ServiceNameAnnotation: "shop"},
	}})
	if err != nil {
		return err
	}
	_, err = accounts.Patch(ctx, "renamed", types.MergePatchType, annotations, metav1.PatchOptions{})
	if err != nil {
		return err
	}
	for _, login := range []struct{ fact, account string }{
		{"an account that one rule selects", "web"},
		{"an account that two rules select", "batch"},
		{"an account with another name by annotation", "renamed"},
	} {
		token, err := s.Token(ctx, login.account)
		if err != nil {
			return err
		}
		prints(ctx, login.fact, s.method, token)
	}
	legacy, err := s.SecretToken(ctx, "web")
	if err != nil {
		return err
	}
	prints(ctx, "a token of a secret", s.method, legacy)
	stranger, err := s.TokenIn(ctx, "default", "default")
	if err != nil {
		return err
	}
	prints(ctx, "an account that no rule selects", s.method, stranger)
	prints(ctx, "an administrator", s.method, s.Config.BearerToken)
	return nil
}

// refusals are of tokens that are not what they say.
func (s *server) refusals(ctx context.Context) error {
	token, err := s.Token(ctx, "web")
	if err != nil {
		return err
	}
	other, err := s.Token(ctx, "web", "consul")
	if err != nil {
		return err
	}
	forgeries, err := cluster.Forgeries(token)
	if err != nil {
		return err
	}
	prints(ctx, "a token for consul, not the API server", s.method, other)
	for _, forgery := range forgeries {
		prints(ctx, forgery.Fact, s.method, forgery.Token)
	}
	return nil
}

// deletions are of what tokens are bound to, and of the server's account.
func (s *server) deletions(ctx context.Context) error {
	pod, err := s.NewPod(ctx, "web", "web", "", nil)
	if err != nil {
		return err
	}
	bound, err := s.PodToken(ctx, "web", pod)
	if err != nil {
		return err
	}
	if err := s.DeletePod(ctx, "web"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, bound); err != nil {
		return err
	}
	prints(ctx, "a token whose pod was deleted", s.method, bound)
	token, err := s.Token(ctx, "web")
	if err != nil {
		return err
	}
	if err := s.DeleteAccount(ctx, "web"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token); err != nil {
		return err
	}
	prints(ctx, "a token whose account was deleted", s.method, token)
	if _, err := s.NewAccount(ctx, "web"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token); err != nil {
		return err
	}
	prints(ctx, "a token of the account before it was made anew", s.method, token)
	if _, err := s.NewAccount(ctx, "gone"); err != nil {
		return err
	}
	own, err := s.Token(ctx, "gone")
	if err != nil {
		return err
	}
	method, err := s.methodOf(own)
	if err != nil {
		return err
	}
	if err := s.DeleteAccount(ctx, "gone"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, own); err != nil {
		return err
	}
	prints(ctx, "a server whose account was deleted", method, token)
	return nil
}

func (s *server) methodOf(token string, rules ...BindingRule) (*AuthMethod, error) {
	return New(Config{Host: s.Config.Host, CACert: s.CA, ServiceAccountJWT: token}, rules...)
}

// prints tells how a login went.
func prints(ctx context.Context, fact string, method *AuthMethod, token string) {
	services, err := method.Login(ctx, token)
	if err != nil {
		facts.Print(fact, "%v", err)
	} else {
		facts.Print(fact, "%v", services)
	}
}
