// Package vault runs Vault's auth methods as Vault does, without the rest of it: their own code, storage in memory.
package vault

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/vault/sdk/logical"
)

// Mount is an auth method where `vault auth enable` would have put it.
type Mount struct {
	backend logical.Backend
	storage logical.Storage

	mutex sync.Mutex
	last  logLine
}

// Enable mounts an auth method.
func Enable(ctx context.Context, factory logical.Factory) (*Mount, error) {
	mount := &Mount{storage: &logical.InmemStorage{}}
	logger := hclog.NewInterceptLogger(&hclog.LoggerOptions{Level: hclog.Off})
	logger.RegisterSink(mount)
	backend, err := factory(ctx, &logical.BackendConfig{
		Logger:      logger,
		System:      logical.TestSystemView(),
		StorageView: mount.storage,
	})
	if err != nil {
		return nil, err
	}
	mount.backend = backend
	return mount, backend.Initialize(ctx, &logical.InitializationRequest{Storage: mount.storage})
}

// Answer is what Vault answers over HTTP: 0 stands for its 200 and 204.
type Answer struct {
	Status   int
	Errors   string
	Response *logical.Response
	// Log is what the auth method told its log last, of what went wrong.
	Log logLine
}

type logLine struct{ message, reason string }

// Write is `vault write PATH …`.
func (m *Mount) Write(ctx context.Context, path string, data map[string]any) (*Answer, error) {
	request := &logical.Request{
		Operation:  logical.UpdateOperation,
		Path:       path,
		Data:       data,
		Storage:    m.storage,
		Connection: &logical.Connection{RemoteAddr: "127.0.0.1"},
	}
	checked, exists, err := m.backend.HandleExistenceCheck(ctx, request)
	if err != nil {
		return nil, err
	}
	if checked && !exists {
		request.Operation = logical.CreateOperation
	}
	m.takeLog()
	response, err := m.backend.HandleRequest(ctx, request)
	status, refusal := logical.RespondErrorCommon(request, response, err)
	answer := &Answer{Status: status, Response: response, Log: m.takeLog()}
	if refusal != nil {
		logical.AdjustErrorStatusCode(&answer.Status, err)
		answer.Errors = refusal.Error()
	}
	return answer, nil
}

// Configure writes what must succeed.
func (m *Mount) Configure(ctx context.Context, path string, data map[string]any) error {
	answer, err := m.Write(ctx, path, data)
	if err == nil && answer.Errors != "" {
		err = fmt.Errorf("writing %s: %s %s", path, answer.Errors, answer.Log.reason)
	}
	return err
}

// Login is `vault write auth/…/login role=… jwt=…`: who Vault takes the caller for.
func (m *Mount) Login(ctx context.Context, role, token string) (*logical.Auth, *Answer, error) {
	answer, err := m.Write(ctx, "login", map[string]any{"role": role, "jwt": token})
	if err != nil || answer.Errors != "" {
		return nil, answer, err
	}
	return answer.Response.Auth, answer, nil
}

// String is the answer in one line, the reason that the log has in brackets.
func (a *Answer) String() string {
	if a.Errors == "" {
		return "done"
	}
	if a.Log.reason == "" {
		return fmt.Sprintf("%d %s", a.Status, a.Errors)
	}
	return fmt.Sprintf("%d %s (%s)", a.Status, a.Errors, a.Log.reason)
}

// Accept is told every line of the auth method's log.
func (m *Mount) Accept(_ string, _ hclog.Level, message string, args ...any) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for i := 0; i+1 < len(args); i += 2 {
		if name := args[i]; name == "err" || name == "error" {
			m.last = logLine{message, strings.ReplaceAll(fmt.Sprint(args[i+1]), "\n", "")}
		}
	}
}

func (m *Mount) takeLog() logLine {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	line := m.last
	m.last = logLine{}
	return line
}
