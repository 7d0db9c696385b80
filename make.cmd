@echo off
rem make demo, make test, make bench, make fuzz, make clean: what the Makefile does, for the Windows command line.
rem Needs Python 3.11 or newer, and nothing else: everything goes into .venv.
rem set PYTHON=path\to\python.exe picks another one.
setlocal
cd /d "%~dp0"

rem The messages below are UTF-8; the console gets its own code page back at the end.
set "CODE_PAGE="
for /f "tokens=2 delims=:." %%c in ('chcp') do set "CODE_PAGE=%%c"
chcp 65001 >nul
set "PYTHONUTF8=1"
set "RUN=.venv\Scripts\python.exe"
set "PIP=%RUN% -m pip --disable-pip-version-check install --quiet"

set "GOAL=%~1"
if not defined GOAL set "GOAL=demo"
for %%g in (demo test bench fuzz clean) do if /i "%GOAL%"=="%%g" goto %%g
echo 没有“%GOAL%”这个目标；可用的有：demo、test、bench、fuzz、clean。>&2
set "STATUS=2"
goto end

:demo
call :runtime
if errorlevel 1 goto failed
.venv\Scripts\perfeval.exe eval rules/heshan-2013 rules/heshan-2013/facts
set "STATUS=%ERRORLEVEL%"
goto end

:test
call :development
if errorlevel 1 goto failed
.venv\Scripts\ruff.exe check
if errorlevel 1 goto failed
.venv\Scripts\mypy.exe
if errorlevel 1 goto failed
if not defined JOBS set "JOBS=2"
%RUN% -m pytest --numprocesses %JOBS% --dist loadgroup
set "STATUS=%ERRORLEVEL%"
goto end

:bench
call :peers
if errorlevel 1 goto failed
%RUN% -m benchmarks %BENCH%
set "STATUS=%ERRORLEVEL%"
goto end

:fuzz
call :development
if errorlevel 1 goto failed
if not defined INPUTS set "INPUTS=1000000"
if not defined SEED set "SEED=1"
if not defined JOBS set "JOBS=2"
%RUN% -m tests.fuzz --inputs %INPUTS% --jobs %JOBS% --seed %SEED%
set "STATUS=%ERRORLEVEL%"
goto end

:clean
for %%d in (.venv .venv-lock build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache) do if exist %%d rmdir /s /q %%d
for /d /r %%d in (__pycache__) do if exist "%%d" rmdir /s /q "%%d"
set "STATUS=0"
goto end

:failed
set "STATUS=1"

:end
if defined CODE_PAGE chcp %CODE_PAGE% >nul
exit /b %STATUS%

rem ---------------------------------------------------------------- the environment
rem What was installed is remembered as a copy of the file that asked for it; a difference installs again.

:runtime
call :created
if errorlevel 1 exit /b 1
call :same requirements.txt
if errorlevel 1 goto install_runtime
call :same requirements-build.txt
if errorlevel 1 goto install_runtime
call :same pyproject.toml
if errorlevel 1 goto install_runtime
exit /b 0

:install_runtime
%PIP% --require-hashes -r requirements.txt -r requirements-build.txt
if errorlevel 1 exit /b 1
%PIP% --no-deps --no-build-isolation --editable .
if errorlevel 1 exit /b 1
if not exist .venv\installed mkdir .venv\installed
copy /y requirements.txt .venv\installed >nul
copy /y requirements-build.txt .venv\installed >nul
copy /y pyproject.toml .venv\installed >nul
exit /b 0

:development
call :runtime
if errorlevel 1 exit /b 1
call :same requirements-dev.txt
if not errorlevel 1 exit /b 0
%PIP% --require-hashes -r requirements-dev.txt
if errorlevel 1 exit /b 1
copy /y requirements-dev.txt .venv\installed >nul
exit /b 0

:peers
call :runtime
if errorlevel 1 exit /b 1
call :same requirements-bench.txt
if not errorlevel 1 exit /b 0
%PIP% --require-hashes -r requirements-bench.txt
if errorlevel 1 exit /b 1
copy /y requirements-bench.txt .venv\installed >nul
exit /b 0

:same
if not exist ".venv\installed\%~1" exit /b 1
fc /b "%~1" ".venv\installed\%~1" >nul 2>nul
exit /b %ERRORLEVEL%

:created
if exist %RUN% exit /b 0
call :find_python
if errorlevel 1 exit /b 1
echo 正在准备运行环境（只有第一次需要，约一分钟）……>&2
%PYTHON% -m venv .venv
exit /b %ERRORLEVEL%

:find_python
if defined PYTHON goto check_python
set "PYTHON=py -3"
where py >nul 2>nul
if errorlevel 1 set "PYTHON=python"

:check_python
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 exit /b 0
echo 需要 Python 3.11 或更新的版本；“%PYTHON%”不是。装好以后可以指定，例如：set PYTHON=C:\Python312\python.exe>&2
echo Python 3.11 or newer is needed; "%PYTHON%" is not. Install one, then name it: set PYTHON=C:\Python312\python.exe>&2
exit /b 1
