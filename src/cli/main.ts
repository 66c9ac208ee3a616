#!/usr/bin/env node
console.log("figures");
