//go:build tools

// Package externaldns keeps external-dns in go.mod, so that go.sum pins every octet of it.
package externaldns

import (
	_ "sigs.k8s.io/external-dns"
)
