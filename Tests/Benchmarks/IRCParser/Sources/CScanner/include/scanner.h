#ifndef SCANNER_H
#define SCANNER_H

#include <stddef.h>

/* Where the parts of an IRC line begin and end; the command in capitals. */
struct scanned {
    size_t tags, tags_end;
    size_t source, source_end;
    size_t parameters, end;
    size_t parameter_count;
    char command[16];
};

/* 1 if the line, without its line end, is a message. */
int scan(const unsigned char *line, size_t length, struct scanned *result);

#endif
