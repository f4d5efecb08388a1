//go:build tools

// Package contour keeps Contour in go.mod, so that go.sum pins every octet of it.
package contour

import (
	_ "github.com/projectcontour/contour/cmd/contour"
)
