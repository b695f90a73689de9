#include "scanner.h"

#include <string.h>

static size_t skip_blanks(const unsigned char *line, size_t at, size_t length) {
    while (at < length && line[at] == ' ')
        at++;
    return at;
}

static size_t next_blank(const unsigned char *line, size_t at, size_t length) {
    const unsigned char *blank = memchr(line + at, ' ', length - at);
    return blank ? (size_t)(blank - line) : length;
}

int scan(const unsigned char *line, size_t length, struct scanned *result) {
    size_t at = skip_blanks(line, 0, length);
    result->tags = result->tags_end = result->source = result->source_end = at;
    if (at < length && line[at] == '@') {
        result->tags = at + 1;
        result->tags_end = next_blank(line, at, length);
        at = skip_blanks(line, result->tags_end, length);
    }
    if (at < length && line[at] == ':') {
        result->source = at + 1;
        result->source_end = next_blank(line, at, length);
        at = skip_blanks(line, result->source_end, length);
    }
    size_t end = next_blank(line, at, length);
    if (end == at || end - at >= sizeof result->command)
        return 0;
    for (size_t i = at; i < end; i++) {
        unsigned char c = line[i];
        if (c >= 'a' && c <= 'z')
            c -= 32;
        else if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            return 0;
        result->command[i - at] = (char)c;
    }
    result->command[end - at] = 0;
    result->parameters = end;
    result->end = length;
    result->parameter_count = 0;
    for (at = skip_blanks(line, end, length); at < length; at = skip_blanks(line, next_blank(line, at, length), length)) {
        result->parameter_count++;
        if (line[at] == ':')
            break;
    }
    return 1;
}
