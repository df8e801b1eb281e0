# Writes OUTPUT, a header that says what is being built: run at every build as a script, it touches the file only if
# something in it changed. Expects SOURCE_DIR, OUTPUT, VERSION, COMPILER and FLAGS.
cmake_minimum_required(VERSION 3.25)
set(commit "unknown")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} rev-parse HEAD
                  OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(commit ${head})
    execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} status --porcelain --untracked-files=no -- framework tutorials
                    OUTPUT_VARIABLE changes ERROR_QUIET)
    if(changes)
      string(APPEND commit "-dirty")
    endif()
  endif()
endif()

file(GLOB_RECURSE sources RELATIVE ${SOURCE_DIR}
     ${SOURCE_DIR}/framework/*.hpp ${SOURCE_DIR}/framework/*.cpp
     ${SOURCE_DIR}/tutorials/*.hpp ${SOURCE_DIR}/tutorials/*.cpp)
list(SORT sources)
set(digests)
foreach(source ${sources})
  file(SHA256 ${SOURCE_DIR}/${source} digest)
  string(APPEND digests "${digest}  ${source}\n")
endforeach()
string(SHA256 source_hash "${digests}")

string(REPLACE "\"" "\\\"" FLAGS "${FLAGS}")
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT "#define SELFSAME_VERSION \"@VERSION@\"
#define SELFSAME_COMMIT \"@commit@\"
#define SELFSAME_SOURCE_HASH \"@source_hash@\"
#define SELFSAME_COMPILER \"@COMPILER@\"
#define SELFSAME_FLAGS \"@FLAGS@\"
")
