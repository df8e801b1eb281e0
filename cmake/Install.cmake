# `cmake --install build --prefix DIR`: the libraries, their public headers, and what find_package(selfsame) and
# pkg-config read. Everything in it is relative, so that DIR may be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# A header that calls itself internal depends on the instruction set it is compiled for, so it stays at home.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/*.hpp)
foreach(header ${headers})
  file(STRINGS ${CMAKE_CURRENT_SOURCE_DIR}/${header} internal REGEX "Internal to kernels/" LIMIT_COUNT 1)
  if(NOT internal)
    get_filename_component(folder ${header} DIRECTORY)
    install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder})
  endif()
endforeach()

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/selfsame)
install(TARGETS selfsame selfsame_f64 EXPORT selfsame ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT selfsame NAMESPACE selfsame:: FILE selfsameTargets.cmake DESTINATION ${package})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/selfsameConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/selfsameConfig.cmake
                              INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
# Before 1.0 a new minor version may break what used the old one.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/selfsameConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/selfsameConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/selfsameConfigVersion.cmake
        DESTINATION ${package})
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/ DESTINATION ${package} FILES_MATCHING PATTERN "Find*.cmake")

file(RELATIVE_PATH prefix_from_pc /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
set(openmp_libs ${OpenMP_CXX_FLAGS})
if(IS_ABSOLUTE "${LIBGOMP_STATIC}")
  set(openmp_libs "-Wl,--push-state,--whole-archive ${LIBGOMP_STATIC} -Wl,--pop-state")
endif()
list(TRANSFORM CMAKE_DL_LIBS PREPEND -l OUTPUT_VARIABLE dl_libs)
configure_file(${CMAKE_CURRENT_LIST_DIR}/selfsame.pc.in ${CMAKE_CURRENT_BINARY_DIR}/selfsame.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/selfsame.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
