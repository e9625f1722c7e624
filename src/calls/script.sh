#!/bin/sh
# Made by `egret dump-script`: asks AWS what egret reads, with the AWS CLI, and
# keeps each answer in a file. Every command only reads.
#
#     sh dump.sh [FOLDER [REGION...]]     REGION: us-east-2, or "all"
#     egret open FOLDER
#
# Needs the AWS CLI (1 or 2) and nothing else. Values of environment variables
# and commands of containers are left out of the answers.
set -u
umask 077
export AWS_PAGER='' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=8

folder=${1:-egret-dump}
[ $# -gt 0 ] && shift
region=''
to=$folder
mkdir -p "$folder" || exit 2

# ask FILE SERVICE OPERATION [OPTION...]
# What AWS refuses is a gap for egret: its words stand where the answer would.
ask() {
    file=$to/$1.json
    shift
    if aws "$@" --output json ${region:+--region "$region"} </dev/null >"$file.part" 2>"$file.error"; then
        mv "$file.part" "$file"
        rm -f "$file.error"
    else
        rm -f "$file.part"
        mv "$file.error" "$file"
        printf '%s\n' "no answer: aws $1 $2 (see $file)" >&2
    fi
}

# ask_with OPTION FILE SERVICE OPERATION: with an option that older versions of
# the AWS CLI do not know.
ask_with() {
    option=$1
    shift
    ask "$@" "$option" 2>/dev/null
    if grep -q 'Unknown options' "$to/$1.json"; then
        ask "$@"
    fi
}

# field NAME FILE...: the values of a field in some answers, each once.
field() {
    name=$1
    shift
    for answer in "$@"; do
        [ -f "$answer" ] && sed -n "s/^ *\"$name\": \"\([^\"]*\)\".*/\1/p" "$answer"
    done | sort -u
}

# arns FILE...: the ARNs in some lists, each once.
arns() {
    for answer in "$@"; do
        [ -f "$answer" ] && sed -n 's/^ *"\(arn:[^"]*\)",\{0,1\}$/\1/p' "$answer"
    done | sort -u
}

# some NUMBER: the words of stdin, so many a line.
some() {
    xargs -n "$1"
}

# last ARN: what is behind its last slash.
last() {
    printf '%s' "${1##*/}"
}

# file_name TEXT: as a part of a file's name.
file_name() {
    printf '%s' "$1" | tr '/' '_'
}

