/* Included before the core's memory.c, so that a test program may bring an opis_resize() of its own. */
#pragma weak opis_resize
