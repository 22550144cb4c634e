// Serves Vault's Kubernetes auth method without the rest of Vault: its own code behind the paths that Vault has it at. What
// Vault's core adds to a login (a token that can be looked up) is added here; there are no policies, secrets or seals.
//
//	go run . [ADDRESS]      default 127.0.0.1:0; the root token is "root"
package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"
	kubeauth "github.com/hashicorp/vault-plugin-auth-kubernetes"
	"github.com/hashicorp/vault/sdk/logical"
)

const (
	rootToken = "root"
	// mount is where `vault auth enable kubernetes` puts the method.
	mount = "/v1/auth/kubernetes/"
)

// server is the auth method and the tokens that it gave out.
type server struct {
	backend logical.Backend
	storage logical.Storage

	mutex   sync.Mutex
	enabled bool
	tokens  map[string]*logical.Auth
}

func main() {
	address := "127.0.0.1:0"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	if err := serve(address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(address string) error {
	ctx := context.Background()
	s := &server{storage: &logical.InmemStorage{}, tokens: map[string]*logical.Auth{}}
	backend, err := kubeauth.Factory(ctx, &logical.BackendConfig{
		Logger:      hclog.New(&hclog.LoggerOptions{Output: os.Stderr, Level: hclog.Warn}),
		System:      logical.TestSystemView(),
		StorageView: s.storage,
	})
	if err != nil {
		return err
	}
	s.backend = backend
	if err := backend.Initialize(ctx, &logical.InitializationRequest{Storage: s.storage}); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("the Kubernetes auth method is at http://%s\n", listener.Addr())
	return http.Serve(listener, s.routes())
}

func (s *server) routes() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("POST /v1/sys/auth/kubernetes", s.asRoot(s.enable))
	routes.HandleFunc("POST "+mount+"config", s.asRoot(s.write))
	routes.HandleFunc("POST "+mount+"role/{name}", s.asRoot(s.write))
	routes.HandleFunc("POST "+mount+"login", s.write)
	routes.HandleFunc("GET /v1/auth/token/lookup-self", s.lookupSelf)
	routes.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { logical.RespondError(w, http.StatusNotFound, nil) })
	return routes
}

// asRoot refuses whoever does not show the root token.
func (s *server) asRoot(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Vault-Token") != rootToken {
			logical.RespondError(w, http.StatusForbidden, logical.ErrPermissionDenied)
			return
		}
		next(w, r)
	}
}

func (s *server) enable(w http.ResponseWriter, _ *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.enabled {
		logical.RespondError(w, http.StatusBadRequest, errors.New("path is already in use at kubernetes/"))
		return
	}
	s.enabled = true
	w.WriteHeader(http.StatusNoContent)
}

// write hands a request to the auth method, as `vault write` does.
func (s *server) write(w http.ResponseWriter, r *http.Request) {
	var data map[string]any
	if err := json.NewDecoder(r.Body).Decode(&data); err != nil {
		logical.RespondError(w, http.StatusBadRequest, errors.New("error parsing JSON"))
		return
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	request := &logical.Request{
		Operation:  logical.UpdateOperation,
		Path:       strings.TrimPrefix(r.URL.Path, mount),
		Data:       data,
		Storage:    s.storage,
		Connection: &logical.Connection{RemoteAddr: host},
	}
	checked, exists, err := s.backend.HandleExistenceCheck(r.Context(), request)
	if err != nil {
		logical.RespondError(w, http.StatusInternalServerError, err)
		return
	}
	if checked && !exists {
		request.Operation = logical.CreateOperation
	}
	response, err := s.backend.HandleRequest(r.Context(), request)
	if status, refusal := logical.RespondErrorCommon(request, response, err); refusal != nil {
		logical.RespondError(w, status, refusal)
		return
	}
	if response == nil || response.Auth == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	answer(w, map[string]any{"auth": s.loggedIn(response.Auth)})
}

// loggedIn gives out a token, to which Vault adds the policy that everybody has.
func (s *server) loggedIn(auth *logical.Auth) map[string]any {
	random := make([]byte, 24)
	rand.Read(random)
	token := "hvs." + base64.RawURLEncoding.EncodeToString(random)
	auth.Policies = append([]string{"default"}, auth.Policies...)
	slices.Sort(auth.Policies)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.tokens[token] = auth
	return map[string]any{
		"client_token":   token,
		"policies":       auth.Policies,
		"metadata":       auth.Metadata,
		"lease_duration": int(auth.TTL.Seconds()),
		"renewable":      auth.Renewable,
	}
}

func (s *server) lookupSelf(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	auth, known := s.tokens[r.Header.Get("X-Vault-Token")]
	if !known {
		logical.RespondError(w, http.StatusForbidden, logical.ErrPermissionDenied)
		return
	}
	answer(w, map[string]any{"data": map[string]any{
		"display_name": "kubernetes-" + auth.DisplayName,
		"meta":         auth.Metadata,
		"policies":     auth.Policies,
		"path":         "auth/kubernetes/login",
	}})
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}
