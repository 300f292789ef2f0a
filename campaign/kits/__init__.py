"""Kits: named collections of materials, in an order, with a cover note; handed on as one archive or by a link."""
