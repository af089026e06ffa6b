#!/bin/sh
# SPDX-License-Identifier: MIT
# sharpen.sh FIGURE.svg: heat maps keep their cells; browsers would blend an enlarged bitmap's pixels.
sed '/^<desc>/a <style>image { image-rendering: pixelated }</style>' "$1" >"$1.new" && mv "$1.new" "$1"
