package rbacproxy

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"kubemint/relying-parties/cluster"
	"kubemint/relying-parties/facts"
)

const audience = "metrics"

// Run tries what succeeds and what must not; each fact is one line.
func Run(ctx context.Context, k *cluster.Cluster) error {
	service := &service{Cluster: k}
	return facts.All(ctx, service.rights, service.requests, service.refusals, service.deletions)
}

// service is what the proxy stands before, for tokens of one audience.
type service struct {
	*cluster.Cluster
	token string
	proxy *Proxy
}

// rights are what the proxy's account needs.
func (s *service) rights(ctx context.Context) error {
	client, err := s.client(ctx, "client")
	if err != nil {
		return err
	}
	if _, err := s.NewAccount(ctx, "proxy"); err != nil {
		return err
	}
	if s.token, err = s.Token(ctx, "proxy"); err != nil {
		return err
	}
	if s.proxy, err = s.proxyOf(s.token, Config{Audiences: []string{audience}}); err != nil {
		return err
	}
	prints("a proxy that may nothing", s.proxy, http.MethodGet, client)
	reviews := rbacv1.PolicyRule{APIGroups: []string{"authentication.k8s.io"}, Resources: []string{"tokenreviews"}, Verbs: []string{"create"}}
	if err := s.Grant(ctx, "proxy", reviews); err != nil {
		return err
	}
	reviewing := func() (bool, error) { return s.MayReviewTokens(ctx, s.token) }
	if err := cluster.Until(ctx, reviewing); err != nil {
		return err
	}
	prints("a proxy that may review tokens", s.proxy, http.MethodGet, client)
	if err := s.Bind(ctx, "system:auth-delegator", "proxy"); err != nil {
		return err
	}
	return cluster.Until(ctx, func() (bool, error) {
		return ask(s.proxy, http.MethodGet, client).Code == http.StatusForbidden, nil
	})
}

// requests are of clients who are known.
func (s *service) requests(ctx context.Context) error {
	client, err := s.Token(ctx, "client", audience)
	if err != nil {
		return err
	}
	prints("no token", s.proxy, http.MethodGet, "")
	prints("a client without the right", s.proxy, http.MethodGet, client)
	mayGet := rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"services/proxy"}, Verbs: []string{"get"}}
	if err := s.Grant(ctx, "client", mayGet); err != nil {
		return err
	}
	if err := s.Grant(ctx, "leaver", mayGet); err != nil {
		return err
	}
	let := func() (bool, error) { return ask(s.proxy, http.MethodGet, client).Code == http.StatusOK, nil }
	if err := cluster.Until(ctx, let); err != nil {
		return err
	}
	prints("a client with the right", s.proxy, http.MethodGet, client)
	prints("a client with the right to read, writing", s.proxy, http.MethodPost, client)
	api, err := s.Token(ctx, "client")
	if err != nil {
		return err
	}
	prints("a token for the API server", s.proxy, http.MethodGet, api)
	lax, err := s.proxyOf(s.token, Config{})
	if err != nil {
		return err
	}
	prints("a token for the API server, the proxy without audiences", lax, http.MethodGet, api)
	prints("a token for metrics, the proxy without audiences", lax, http.MethodGet, client)
	prints("an administrator, whose token is for no audience", s.proxy, http.MethodGet, s.Config.BearerToken)
	return nil
}

// refusals are of tokens that are not what they say.
func (s *service) refusals(ctx context.Context) error {
	token, err := s.Token(ctx, "client", audience)
	if err != nil {
		return err
	}
	forgeries, err := cluster.Forgeries(token)
	if err != nil {
		return err
	}
	for _, forgery := range forgeries {
		prints(forgery.Fact, s.proxy, http.MethodGet, forgery.Token)
	}
	prints("what is no token", s.proxy, http.MethodGet, "secret")
	return nil
}

// deletions are of what tokens are bound to, and of what a proxy that remembers does not hear of.
func (s *service) deletions(ctx context.Context) error {
	pod, err := s.NewPod(ctx, "worker", "client", "", nil)
	if err != nil {
		return err
	}
	token, err := s.PodToken(ctx, "client", pod, audience)
	if err != nil {
		return err
	}
	if err := s.DeletePod(ctx, "worker"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token, audience); err != nil {
		return err
	}
	prints("a token whose pod was deleted", s.proxy, http.MethodGet, token)
	known, err := s.client(ctx, "leaver")
	if err != nil {
		return err
	}
	unknown, err := s.Token(ctx, "leaver", audience)
	if err != nil {
		return err
	}
	remembering, err := s.proxyOf(s.token, Config{Audiences: []string{audience}, CacheTTL: 2 * time.Minute})
	if err != nil {
		return err
	}
	prints("a token, the answer is kept", remembering, http.MethodGet, known)
	if err := s.DeleteAccount(ctx, "leaver"); err != nil {
		return err
	}
	prints("a token whose account was deleted, the answer was kept", remembering, http.MethodGet, known)
	if err := s.UntilRefused(ctx, unknown, audience); err != nil {
		return err
	}
	prints("a token whose account was deleted", s.proxy, http.MethodGet, unknown)
	if _, err := s.NewAccount(ctx, "leaver"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, unknown, audience); err != nil {
		return err
	}
	prints("a token of the account before it was made anew", s.proxy, http.MethodGet, unknown)
	return s.deadProxy(ctx)
}

// deadProxy has an account that was deleted: nothing is wrong with the client.
func (s *service) deadProxy(ctx context.Context) error {
	if _, err := s.NewAccount(ctx, "gone"); err != nil {
		return err
	}
	token, err := s.Token(ctx, "gone")
	if err != nil {
		return err
	}
	client, err := s.Token(ctx, "client", audience)
	if err != nil {
		return err
	}
	proxy, err := s.proxyOf(token, Config{Audiences: []string{audience}})
	if err != nil {
		return err
	}
	if err := s.DeleteAccount(ctx, "gone"); err != nil {
		return err
	}
	if err := s.UntilRefused(ctx, token); err != nil {
		return err
	}
	prints("a proxy whose account was deleted", proxy, http.MethodGet, client)
	return nil
}

// client makes an account and a token of it.
func (s *service) client(ctx context.Context, name string) (string, error) {
	if _, err := s.NewAccount(ctx, name); err != nil {
		return "", err
	}
	return s.Token(ctx, name, audience)
}

func (s *service) proxyOf(token string, config Config) (*Proxy, error) {
	config.Authorization.ResourceAttributes = ResourceAttributes{
		Namespace: s.Namespace, APIVersion: "v1", Resource: "services", Subresource: "proxy", Name: "shop",
	}
	return New(config, s.ConfigAs(token), http.HandlerFunc(Greeting))
}

func ask(proxy *Proxy, method, token string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, "/metrics", nil)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	recorder := httptest.NewRecorder()
	proxy.ServeHTTP(recorder, request)
	return recorder
}

// prints tells how a request went, and what the proxy's log says of it.
func prints(fact string, proxy *Proxy, method, token string) {
	var reasons []string
	proxy.Log = func(reason string) { reasons = append(reasons, reason) }
	answer := ask(proxy, method, token)
	body := strings.TrimSpace(answer.Body.String())
	if len(reasons) == 0 {
		facts.Print(fact, "%d %s", answer.Code, body)
	} else {
		facts.Print(fact, "%d %s (%s)", answer.Code, body, strings.Join(reasons, "; "))
	}
}
