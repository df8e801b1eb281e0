# Writes the pages of all chapters, the page that leads to them, and the main page, from the one list that orders them.
# Expects CHAPTERS (chapters.json), TUTORIALS (the folder of the chapters' folders), MAIN_PAGE (mainpage.dox.in) and OUT,
# where pages go.
#
# A chapter's page is its folder's intro.md, program.md and results.md; tried.md, where there is one, is a page behind it.
# Answers to exercises go to one page for all chapters, or, with -D ANSWERS=OFF, nowhere.
cmake_minimum_required(VERSION 3.25)
foreach(needed CHAPTERS TUTORIALS MAIN_PAGE OUT)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "chapters.cmake: -D ${needed}=... is missing")
  endif()
endforeach()

include(${CMAKE_CURRENT_LIST_DIR}/answers.cmake)
if(NOT DEFINED ANSWERS)
  set(ANSWERS ON)
endif()
set(answers "")

# The text of one part. The page is a C comment, which these characters would end or lose.
function(read_part name part result)
  set(path ${TUTORIALS}/${name}/${part})
  if(NOT EXISTS ${path})
    message(FATAL_ERROR "${CHAPTERS}: the chapter ${name} has no ${part}; expected ${path}")
  endif()
  file(READ ${path} text)
  if(text MATCHES "[*]/" OR "\n${text}" MATCHES "\n[ \t]*[*]")
    message(FATAL_ERROR "${path}: has \"*/\", or a line that begins with \"*\"; use - for lists, <b> or <em> for emphasis")
  endif()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# `\ref name "Title up to the colon"`
function(link_to name result)
  string(REGEX REPLACE ":.*" "" short "${title_${name}}")
  set(${result} "\\ref ${name} \"${short}\"" PARENT_SCOPE)
endfunction()

# The list: NAMES in order, and title_NAME, question_NAME, builds_on_NAME of each.
file(READ ${CHAPTERS} json)
set(names)
string(JSON count LENGTH "${json}")
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON name GET "${json}" ${i} name)
  if(name IN_LIST names)
    message(FATAL_ERROR "${CHAPTERS}: ${name} is listed twice")
  endif()
  string(JSON title_${name} GET "${json}" ${i} title)
  string(JSON question_${name} GET "${json}" ${i} question)
  set(builds_on_${name})
  string(JSON length LENGTH "${json}" ${i} builds_on)
  set(j 0)
  while(j LESS length)
    string(JSON other GET "${json}" ${i} builds_on ${j})
    if(NOT other IN_LIST names)
      message(FATAL_ERROR "${CHAPTERS}: ${name} builds on ${other}, but no chapter of this name stands before it")
    endif()
    list(APPEND builds_on_${name} ${other})
    math(EXPR j "${j} + 1")
  endwhile()
  list(APPEND names ${name})
endforeach()

# Folders that look like a chapter.
file(GLOB folders LIST_DIRECTORIES true ${TUTORIALS}/t[0-9][0-9]_* ${TUTORIALS}/*/intro.md)
foreach(folder ${folders})
  if(NOT IS_DIRECTORY ${folder})
    get_filename_component(folder ${folder} DIRECTORY)
  endif()
  get_filename_component(name ${folder} NAME)
  if(NOT name IN_LIST names)
    message(FATAL_ERROR "${folder}: a chapter that ${CHAPTERS} does not list")
  endif()
endforeach()

file(GLOB old ${OUT}/*.dox)
if(old)
  file(REMOVE ${old})
endif()

set(table "| | chapter | question | builds on |\n| --- | --- | --- | --- |\n")
set(map)
set(previous)
foreach(i RANGE ${last})
  list(GET names ${i} name)
  string(REGEX REPLACE ":.*" "" short_title "${title_${name}}")
  set(page "\\page ${name} ${title_${name}}\n\\tableofcontents\n\n")
  foreach(part intro.md program.md results.md)
    read_part(${name} ${part} text)
    move_answers(${name} "${title_${name}}" text answers ${ANSWERS})
    string(APPEND page "${text}\n")
  endforeach()

  if(EXISTS ${TUTORIALS}/${name}/tried.md)
    read_part(${name} tried.md text)
    file(WRITE ${OUT}/${name}_tried.dox "/** \\page ${name}_tried What we tried: ${short_title}\n\\details\n\n${text}*/\n")
    string(APPEND page "Lab notes: \\subpage ${name}_tried \"What we tried\", settings and dead ends with their numbers.\n\n")
  endif()

  set(links)
  set(short_names)
  foreach(other ${builds_on_${name}})
    link_to(${other} link)
    list(APPEND links "${link}")
    string(REGEX REPLACE "_.*" "" short "${other}")
    list(APPEND short_names "\\ref ${other} \"${short}\"")
  endforeach()
  list(JOIN links ", " links)
  list(JOIN short_names ", " short_names)
  set(line)
  if(links)
    string(APPEND line "<span>Builds on: ${links}</span>\n")
  else()
    set(short_names "-")
  endif()
  if(previous)
    link_to(${previous} link)
    string(APPEND line "<span class=\"previous\">Previous: ${link}</span>\n")
  endif()
  if(i LESS last)
    math(EXPR j "${i} + 1")
    list(GET names ${j} next)
    link_to(${next} link)
    string(APPEND line "<span class=\"next\">Next: ${link}</span>\n")
  endif()
  file(WRITE ${OUT}/${name}.dox "/** ${page}<div class=\"chapter-links\">\n${line}</div>\n*/\n")
  string(REGEX REPLACE "_.*" "" number "${name}")
  set(label "${short_title}")
  if(name MATCHES "^t[0-9]")
    set(label "${number} ${short_title}")
  endif()
  string(APPEND map "  ${name} [label=\"${label}\", URL=\"\\ref ${name}\"];\n")
  foreach(other ${builds_on_${name}})
    string(APPEND map "  ${other} -> ${name};\n")
  endforeach()
  string(APPEND table "| ${number} | \\subpage ${name} | ${question_${name}} | ${short_names} |\n")
  set(previous ${name})
endforeach()

if(answers)
  file(WRITE ${OUT}/answers.dox "/** \\page answers Answers to the exercises\n\\tableofcontents\n\n${answers}*/\n")
endif()

# Doxygen's tree shows subpages of every page but the main one.
file(WRITE ${OUT}/chapters.dox "/** \\page chapters Chapters\n\\details\n\n${table}
They stand in the order of reading: the graph of t10 comes before t09, which uses it.

\\section chapters_map The map of the chapters

An arrow leads to a chapter from one that it builds on.

\\dot
digraph chapters {
  rankdir=TB; bgcolor=transparent; nodesep=0.25; ranksep=0.35;
  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef2ff\", color=\"#6366f1\", fontname=\"Helvetica\", fontsize=11];
  edge [color=\"#7c8594\", arrowsize=0.6];
${map}}
\\enddot
*/
")

file(READ ${MAIN_PAGE} page)
if(NOT page MATCHES "@CHAPTER_TABLE@")
  message(FATAL_ERROR "${MAIN_PAGE}: has no @CHAPTER_TABLE@ for the table of the chapters")
endif()
string(REPLACE "\\subpage" "\\ref" table "${table}")
string(REPLACE "@CHAPTER_TABLE@\n" "${table}" page "${page}")
file(WRITE ${OUT}/mainpage.dox "${page}")
