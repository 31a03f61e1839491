"""Every sentence the other rooms say when something can't be done, for whoever translates them.

The rooms below speak English and know no Qt. ``known_words`` finds a sentence here and says it in the window's
language; ``{name}`` stands for whatever was put in. A test compares this list with what the rooms say.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: Final[tuple[Any, ...]] = (
    # before there is a window; see desktop/mishap.py and desktop/start.py
    QT_TRANSLATE_NOOP(
        "Errors",
        "Packdesk could not start, because of a mistake of ours ({kind}). The details are in {path}. Restart the"
        " computer, then try again; if that doesn't help, send us that file.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Some of Packdesk's own files are missing or belong to another version, perhaps because an installation was"
        " interrupted. Install Packdesk again; your projects and images stay as they are. The details are in {path}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Packdesk is running already, but doesn't answer. Restart the computer, then try again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{host} can't be reached, and a photo of this project is kept there. Try again later."
    ),
    QT_TRANSLATE_NOOP("Errors", "{host} sends on from address to address instead of showing a photo."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{host} shows no photo at the address that the web app has ({status}). Add the photo here.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The photo at {host} is larger than {most} MB. Add a smaller one here."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The web app has a photo at {url}, which is no public https address. Add the photo here.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{home} is a file, or lies in one. Set PACKDESK_HOME to a folder."),
    QT_TRANSLATE_NOOP("Errors", "The disk with the folder {home} is full. Free some space, then try again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The folder {home} can't be written ({reason}). Allow writing there, or set PACKDESK_HOME to another folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "A login begins with a small letter and goes on with small letters, digits, - and _, at most 63 in all.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is there already. Move it away, or name another file with --file.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        'There is a login "{login}" already, and it was not made by an invitation. Choose another name.',
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Your own role and password are for another admin to change.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Nobody can remove their own login, nor the one that set this database up.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This image lies in Supabase Storage at {url}. Sign in there in the settings, under Where"
        " images are kept.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This is the project's secret key: whoever has it may do everything. Give the publishable"
        " (anon) key.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Supabase Storage needs the {what}, too."),
    QT_TRANSLATE_NOOP("Errors", "Moving images between stores is for admins."),
    QT_TRANSLATE_NOOP("Errors", "What was read back is not what was put there."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This computer is not signed in to Supabase Storage. Do that in the settings, under Where"
        " images are kept.",
    ),
    QT_TRANSLATE_NOOP("Errors", "An image in Supabase Storage is damaged. Add the photo again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        'The bucket "{bucket}" at {url} is not among this database\'s image stores. An admin adds it by'
        " choosing it in the settings once.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Supabase Storage doesn't accept the sign-in of {email} any more. Sign in again in the settings.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Supabase Storage can't do it at the moment ({status}). Try again later."),
    QT_TRANSLATE_NOOP(
        "Errors",
        'The rules of the bucket "{bucket}" refuse this to {email}. Ask whoever manages the Supabase'
        " project.",
    ),
    QT_TRANSLATE_NOOP("Errors", "This image is not in Supabase Storage any more."),
    QT_TRANSLATE_NOOP("Errors", "An image in Supabase Storage is not what was put there."),
    QT_TRANSLATE_NOOP(
        "Errors", "Supabase Storage can't be reached. Check the internet connection, then try again."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This computer has no password for {email} at {url}. Enter it in the settings, under Where"
        " images are kept.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Supabase doesn't accept the e-mail address {email} with this password. Correct them in the"
        " settings, under Where images are kept.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Supabase can't be reached. Check the internet connection, then try again."),
    QT_TRANSLATE_NOOP("Errors", "Supabase can't sign anybody in at the moment ({status}). Try again later."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "What answers at the address of Supabase is not Supabase. Check the address in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        'There is no bucket "{bucket}" at {url}, or {email} may not see it. An admin makes it with'
        " sql/setup/supabase_storage.sql.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The bucket takes no file of {size} MB. Raise its size limit in the Supabase dashboard, or add"
        " a smaller photo.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The bucket takes no files of type {mime}. Allow the type in the Supabase dashboard, or add the"
        " photo in another format.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Supabase Storage refuses this ({status} {code})."),
    QT_TRANSLATE_NOOP("Errors", "The server can't be reached at the moment."),
    QT_TRANSLATE_NOOP("Errors", "The server forgot that this program listens."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The login works, but it may do nothing in Packdesk. Ask an admin of your team for an invitation.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The server broke off while encryption was agreed on. Try again."),
    QT_TRANSLATE_NOOP("Errors", "The port in the connection string is not a number. Check it."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing answers at that address. Check the network; a direct connection to a hosted database"
        " may need IPv6, its session pooler (port 5432) doesn't.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The computer is there, but no database answers at that port."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There is no server of that name, or this computer is offline. Check the host name and the network.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The connection broke while notices were tried. Try again."),
    QT_TRANSLATE_NOOP(
        "Errors", "This is not a connection string. It looks like postgresql://user@host:5432/database."
    ),
    QT_TRANSLATE_NOOP("Errors", "The database is not open yet. Try again in a moment."),
    QT_TRANSLATE_NOOP(
        "Errors", "The server refuses this user name and password. Check both, then try again."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The server doesn't let this computer in. Ask the person who runs the database to allow it."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The server is there, but it has no database of that name. Check the name in the connection string.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The server doesn't know this user. Check the user name in the connection string."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "No database answers at that address. Check host and port, and that the server is running."
    ),
    QT_TRANSLATE_NOOP("Errors", "The server has no free connection left. Try again in a moment."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The pooler lets no more clients in: every Packdesk holds up to three connections. Close it where nobody needs"
        " it, or raise the pool size in Supabase's database settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Something in the connection string can't be used. Check port, sslmode and the other settings in it.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The server's certificate can't be verified. Check the TLS settings."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The disk of the database server is full. Free some space, then try again; nothing was half-stored.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The server doesn't answer. Check the network, then try again."),
    QT_TRANSLATE_NOOP("Errors", "The server takes too long to answer. Check the network, then try again."),
    QT_TRANSLATE_NOOP(
        "Errors", "The connection to the database was lost. Check the network, then try again."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "You are not allowed to do that here. Ask an admin of your team for the right."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "This database is not set up for this version. Run `packdesk db migrate` first."
    ),
    QT_TRANSLATE_NOOP("Errors", "This database is read-only at the moment. Try again later."),
    QT_TRANSLATE_NOOP("Errors", "The server stopped the request because it took too long. Try again."),
    QT_TRANSLATE_NOOP("Errors", "The database is busy. Try again in a moment."),
    QT_TRANSLATE_NOOP("Errors", "Something in there is too long, empty or not allowed: {sentence}."),
    QT_TRANSLATE_NOOP("Errors", "It does not exist any more. Refresh, then try again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The built-in database is still repairing itself after a crash. Wait a minute, then start again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The built-in database is running with another password than the one in its folder. Close "
        "every Packdesk window, then start again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The built-in database runs but doesn't let Packdesk in. Close every Packdesk window, then "
        "start again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The built-in database isn't running. Start Packdesk again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The data in “{folder}” was written by PostgreSQL {old}, and this Packdesk brings PostgreSQL "
        "{new}. Use the Packdesk version that wrote it, or choose another data folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This computer has no built-in database (its system or processor isn't supported). Connect to"
        " a team database instead.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The built-in database doesn't run under the administrator account here. Start Packdesk from "
        "an ordinary account, or connect to a team database instead.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The disk with the data folder “{folder}” is full. Free at least 150 MB, then start again."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The built-in database can't work in “{folder}”: the path is too long. Choose a data folder "
        "with a shorter path.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The data folder's name has a line break or tab in it; choose another folder."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "“{folder}” is a file, but the data folder should be there. Move the file away or choose "
        "another folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "“{folder}” isn't a database Packdesk can use. Move it away or restore it from a backup, then"
        " start again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The data folder “{folder}” belongs to another account. Start Packdesk from that account."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Packdesk can't write to its data folder “{folder}” ({reason}). Allow writing there or choose"
        " another folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Another Packdesk is still starting or stopping the built-in database. Wait a minute, then "
        "start again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The built-in database couldn't start{reason}. Restart the computer and try again; if that "
        "doesn't help, “{log}” says more.",
    ),
    QT_TRANSLATE_NOOP("Errors", "A stored image is damaged. Add the photo again."),
    QT_TRANSLATE_NOOP("Errors", "These image bytes are not stored any more."),
    QT_TRANSLATE_NOOP("Errors", "This version does not exist any more, or is in use already."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This database isn't set up for Packdesk yet. An admin does that once with `packdesk db migrate`.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This database is at version {version}, this program needs {latest}. An admin brings it up to"
        " date with `packdesk db migrate`.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        'New versions of the tables are put in by the login that set this database up, "{login}". Run'
        " `packdesk db migrate` with its connection string.",
    ),
    QT_TRANSLATE_NOOP("Errors", "This server is older than PostgreSQL 15. Packdesk needs 15 or newer."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This database is at version {version}, newer than this program, which knows {known}. Install"
        " the newest Packdesk on this computer, then try again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Migration {name} of this program differs from the one this database was set up with. Install"
        " an official Packdesk release, then try again.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There is a table job_queue already, and its column {column} is of type {found} where "
        "Packdesk needs {needed}. Change that column, then try again; nothing was changed.",
    ),
    QT_TRANSLATE_NOOP("Errors", "This project does not exist any more."),
    QT_TRANSLATE_NOOP("Errors", "This photo does not exist any more."),
    QT_TRANSLATE_NOOP("Errors", "This job does not exist any more."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The server offers no encryption, and this connection asks for it. Ask your admin to switch "
        "TLS on. For a server in your own network that has none, add sslmode=disable to the "
        "connection string.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The server's certificate was made for another name than the one in the connection string: "
        "somebody else may be answering. Check the host name, and ask your admin if it is right.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The server's certificate wasn't signed by the authority of your certificate file: somebody "
        "else may be answering, or the certificate was renewed. Ask your admin for the current "
        "certificate file.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The server's certificate has expired. Check this computer's date; if that is right, whoever "
        "runs the database must renew the certificate.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The server's certificate isn't valid yet. Check this computer's date."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The certificate file named in the connection string (sslrootcert) isn't there, or is no "
        "certificate. Choose the file your admin gave you.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "There isn't enough memory to make this image. Use smaller photos, or close other programs "
        "and try again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Nobody waits for this image."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No product could be found in this photo. Use one where the product stands out from what is "
        "around it.",
    ),
    QT_TRANSLATE_NOOP("Errors", "This image can't be made smaller than {size} bytes without spoiling it."),
    QT_TRANSLATE_NOOP("Errors", "The cut-out model is missing. Run the set-up again, then try once more."),
    QT_TRANSLATE_NOOP("Errors", "The cut-out model is damaged. Run the set-up again, then try once more."),
    QT_TRANSLATE_NOOP("Errors", "This file is empty. Copy it again from your camera or phone."),
    QT_TRANSLATE_NOOP("Errors", "This file is larger than {size} MB. Save the photo as a JPEG and add that."),
    QT_TRANSLATE_NOOP("Errors", "This picture has no pixels. Export it again and add that."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This picture is {width} x {height} pixels, too long and thin for a product photo. Crop it "
        "closer to a square.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This picture is {width} x {height} pixels, more than Packdesk can open. Save a copy with at "
        "most 7000 pixels on the long side.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This picture is only {width} x {height} pixels. Use a photo with at least {least} pixels on "
        "the short side, better {good}.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "This picture needs more memory than Packdesk may use. Save a smaller copy and add that."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This picture has far too many pixels. Save a copy with at most 7000 pixels on the long side.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This picture is damaged or incomplete. Copy it again from where it came from, or export it anew.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Add a photo of the product first."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This file isn't a picture Packdesk knows, or its beginning is damaged. Add a JPEG, PNG, "
        "WebP, AVIF, TIFF or HEIC photo.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "This is {what}, which can't be used as a photo. Save it as JPEG or PNG and add that."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "This is {what}, not a picture. Add a JPEG, PNG, WebP, AVIF, TIFF or HEIC photo."
    ),
    QT_TRANSLATE_NOOP("Errors", "The image engine stopped unexpectedly. Trying again usually helps."),
    QT_TRANSLATE_NOOP(
        "Errors", "The image engine was restarted because of another image. Trying again usually helps."
    ),
    QT_TRANSLATE_NOOP("Errors", "This took too long and was stopped. Try again, or use a smaller photo."),
    QT_TRANSLATE_NOOP("Errors", "The image engine couldn't be started. Close other programs and try again."),
    QT_TRANSLATE_NOOP("Errors", "The image engine is closed."),
    QT_TRANSLATE_NOOP("Errors", "The {name} has stopped. Restart Packdesk."),
    QT_TRANSLATE_NOOP("Errors", "{path} can't be written ({reason}). Choose another folder."),
    QT_TRANSLATE_NOOP("Errors", "There is no space left for {path}. Free some space, then try again."),
    QT_TRANSLATE_NOOP("Errors", "{folder} is a file, or lies in one. Choose a folder for the images."),
    QT_TRANSLATE_NOOP("Errors", "This picture is damaged. Add it again."),
    QT_TRANSLATE_NOOP("Errors", "{name} is larger than {size} MB. Export it smaller, then try again."),
    QT_TRANSLATE_NOOP("Errors", "Give at least one photo."),
    QT_TRANSLATE_NOOP("Errors", "A project holds at most {most} photos; these are {count}. Leave some out."),
    QT_TRANSLATE_NOOP("Errors", "A project holds at most 10 photos. Remove one first."),
    QT_TRANSLATE_NOOP("Errors", "{path} is a folder. Give the photo files in it instead."),
    QT_TRANSLATE_NOOP("Errors", "There is no file {path}. Check the name."),
    QT_TRANSLATE_NOOP("Errors", "{name} is a link to a file that isn't there. Give the photo itself."),
    QT_TRANSLATE_NOOP("Errors", "{name} is not a file. Give a photo file instead."),
    QT_TRANSLATE_NOOP("Errors", "{name} may not be read. Check who it belongs to, then try again."),
    QT_TRANSLATE_NOOP("Errors", "{name} can't be read ({reason}). Copy it to this computer, then try again."),
    QT_TRANSLATE_NOOP("Errors", "{path} can't be written ({reason}). Choose another place."),
    QT_TRANSLATE_NOOP("Errors", "{path} is a file. Choose a folder."),
    QT_TRANSLATE_NOOP(
        "Errors", "{path} is not empty. Choose a new folder; only an earlier export can be replaced."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} holds {name}, which no export made. Move it away, or choose a new folder.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} is no earlier export, so it stays. Choose another name."),
    QT_TRANSLATE_NOOP("Errors", "{path} is a folder. Name a file for the ZIP."),
    QT_TRANSLATE_NOOP("Errors", "{path} is there already. Choose another name, or replace it."),
    QT_TRANSLATE_NOOP("Errors", "An ASIN has ten letters and digits, like B0ABCD1234."),
    QT_TRANSLATE_NOOP("Errors", "This brand kit does not exist any more."),
    QT_TRANSLATE_NOOP("Errors", "Give the key that this image endpoint wants to see."),
    QT_TRANSLATE_NOOP(
        "Errors", "The address of the image endpoint must look like https://shop.example/api/process-image."
    ),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint must be https: the key would travel in the clear."),
    QT_TRANSLATE_NOOP("Errors", 'The image endpoint answered with "{kind}" instead of an image.'),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint answered with broken JSON."),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint answered without an image."),
    QT_TRANSLATE_NOOP(
        "Errors", "The image endpoint sends on to another address. Put the final address into the settings."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The image endpoint doesn't accept the key{told} Check the key in the settings."
    ),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint can't make it now ({status}){told}"),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint refuses this image ({status}){told}"),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint did not answer within {seconds} s."),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint can't be reached, or broke the connection off."),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint points to an address that is not https."),
    QT_TRANSLATE_NOOP("Errors", "The picture the image endpoint points to can't be fetched ({status})."),
    QT_TRANSLATE_NOOP("Errors", "What the image endpoint sent is no picture that can be opened."),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint stopped in the middle of its answer."),
    QT_TRANSLATE_NOOP("Errors", "The image endpoint answered with more than {size} MB."),
    QT_TRANSLATE_NOOP(
        "Errors", "The address must begin with https: otherwise anybody on the way reads along."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This computer has no key store, so the endpoint's key can't be kept. Images stay with this"
        " computer.",
    ),
    QT_TRANSLATE_NOOP("Errors", "There is a brand kit of that name already. Choose another name."),
    QT_TRANSLATE_NOOP("Errors", "It is there already. Refresh, then choose another name."),
    QT_TRANSLATE_NOOP("Errors", 'There is no brand kit "{name}". Known are: {known}.'),
    QT_TRANSLATE_NOOP("Errors", "Give the brand kit a name."),
    QT_TRANSLATE_NOOP("Errors", "A brand kit's name has at most {most} characters. Shorten it."),
    QT_TRANSLATE_NOOP("Errors", '"{colour}" is not a colour. Write it like #1F5FD1.'),
    QT_TRANSLATE_NOOP("Errors", 'There is no font "{font}" here.'),
    QT_TRANSLATE_NOOP("Errors", "This photo was changed or deleted meanwhile. Open it again."),
    QT_TRANSLATE_NOOP("Errors", "All photos of this project are set aside. Use at least one of them."),
    QT_TRANSLATE_NOOP("Errors", '"{kind}" is not a format. Choose jpeg or png.'),
    QT_TRANSLATE_NOOP("Errors", "There is no A+ content yet. Make it first."),
    QT_TRANSLATE_NOOP("Errors", "The headline needs {least} to {most} characters and has {n}."),
    QT_TRANSLATE_NOOP("Errors", "The text needs {least} to {most} characters and has {n}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Text and bullets have {width} characters together, wide ones counted twice; the picture holds {most}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The bullets may have {most} characters together and have {n}."),
    QT_TRANSLATE_NOOP(
        "Errors", "The project has nothing to compare. Add points to it: a table without rows isn't exported."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "A feature has {n} characters, and below its picture is room for {most}."
        " Shorten its text in the project, or the picture may leave it out.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The cards have no room for the texts of: {named}. Shorter texts and up to four bullets fit.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The table has no room for: {named}. Shorter and fewer rows fit, and more beside a short text.",
    ),
    # why a picture stays out of an export
    QT_TRANSLATE_NOOP("Errors", "It hasn't been made yet."),
    QT_TRANSLATE_NOOP("Errors", "{marketplace} takes no added text or artwork."),
    QT_TRANSLATE_NOOP("Errors", "{marketplace} takes {most} pictures at most."),
    QT_TRANSLATE_NOOP("Errors", "It has no measurements to show. Add them and make it again."),
    QT_TRANSLATE_NOOP("Errors", "It has nothing to compare. Add points and make it again."),
    QT_TRANSLATE_NOOP("Errors", "The main image isn't made yet. Generate the pack first."),
    QT_TRANSLATE_NOOP("Errors", "There is no finished image yet. Generate the pack first."),
    QT_TRANSLATE_NOOP("Errors", "This is not a file name."),
    QT_TRANSLATE_NOOP("Errors", 'There is no connection profile "{name}". There are: {known}.'),
    QT_TRANSLATE_NOOP("Errors", 'The connection profile "{name}" has no dsn. Add it in {file}.'),
    QT_TRANSLATE_NOOP("Errors", "A connection's name has 1 to 60 characters, all in one line."),
    QT_TRANSLATE_NOOP("Errors", 'The connection "{name}" is gone.'),
    QT_TRANSLATE_NOOP("Errors", 'There is a connection "{name}" already. Choose another name.'),
    QT_TRANSLATE_NOOP("Errors", "{name} names no database. Ask your admin for a new one."),
    QT_TRANSLATE_NOOP("Errors", "The certificate in {name} is damaged. Ask your admin for a new file."),
    QT_TRANSLATE_NOOP("Errors", "{name} is not a connection file. Ask your admin for a new one."),
    QT_TRANSLATE_NOOP("Errors", "The connection profiles in {path} can't be read: correct that file."),
    QT_TRANSLATE_NOOP("Errors", "{path} can't be written ({reason}). Free the file, then try again."),
    QT_TRANSLATE_NOOP("Errors", "{path} can't be written ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "Give the project a name."),
    QT_TRANSLATE_NOOP("Errors", "A pack shows at most {most} features; these are {count}. Leave some out."),
    QT_TRANSLATE_NOOP("Errors", "A comparison has at most {most} rows; these are {count}. Leave some out."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The features have {count} characters together; one picture holds {most}."
        " Shorten them, or leave some out.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The rows to compare have {count} characters together, the longest cell of each counted;"
        " one picture holds {most}. Shorten them, or leave some out.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The {what} has {count} characters; at most {limit} are possible. Shorten it."
    ),
    QT_TRANSLATE_NOOP("Errors", "The {what} holds characters that can't be stored. Type it again."),
    QT_TRANSLATE_NOOP("Errors", "A feature needs a title."),
    QT_TRANSLATE_NOOP("Errors", "This project has no photo yet. Add one, then try again."),
    QT_TRANSLATE_NOOP("Errors", "This project has no photo yet. Add at least one photo, then try again."),
    QT_TRANSLATE_NOOP("Errors", 'There is no image type "{name}".'),
    QT_TRANSLATE_NOOP("Errors", 'There is no style "{name}".'),
    QT_TRANSLATE_NOOP(
        "Errors", 'There is no style "{name}". Choose premium, minimal, bold, lifestyle, techy or colorful.'
    ),
    QT_TRANSLATE_NOOP("Errors", "Keep finished jobs for at least an hour."),
    QT_TRANSLATE_NOOP("Errors", 'There is no action "{name}".'),
    QT_TRANSLATE_NOOP("Errors", "At most 1,000 jobs at a time."),
    QT_TRANSLATE_NOOP("Errors", "This action has no entry to go on with."),
    QT_TRANSLATE_NOOP("Errors", "Cancelled."),
    QT_TRANSLATE_NOOP("Errors", "Its jobs were deleted."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The address for new versions can't be reached. Check the internet connection, or try again later.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The address for new versions can't prove that it is the right one: its certificate is out of date, or nobody "
        "this computer trusts vouches for it. Nothing was read. Check this computer's date and time, then try again "
        "later.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "What came from the address for new versions is not signed by Packdesk's makers. Nothing was "
        "done; somebody may be tampering with this connection.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{url} is not an https address."),
    QT_TRANSLATE_NOOP("Errors", "The product's outline is unclear in this photo."),
    QT_TRANSLATE_NOOP("Errors", "Something beside the product may have been kept."),
    QT_TRANSLATE_NOOP("Errors", "The background may still show through the product."),
    QT_TRANSLATE_NOOP("Errors", "Several objects stand out in this photo."),
    QT_TRANSLATE_NOOP("Errors", "The product came out in several pieces."),
    QT_TRANSLATE_NOOP("Errors", "The product runs out of this photo on several sides."),
    QT_TRANSLATE_NOOP("Errors", "The product is cut off at one side of this photo."),
    QT_TRANSLATE_NOOP("Errors", "The product is very small in this photo."),
    QT_TRANSLATE_NOOP("Errors", "Nearly the whole photo was taken for the product."),
    QT_TRANSLATE_NOOP("Errors", "This photo has fewer than {pixels} pixels on its long side."),
)

WORDS: Final[tuple[Any, ...]] = (
    QT_TRANSLATE_NOOP("Errors", "a GIF picture"),
    QT_TRANSLATE_NOOP("Errors", "a BMP picture"),
    QT_TRANSLATE_NOOP("Errors", "a Photoshop document"),
    QT_TRANSLATE_NOOP("Errors", "a GIMP document"),
    QT_TRANSLATE_NOOP("Errors", "a JPEG XL picture"),
    QT_TRANSLATE_NOOP("Errors", "a JPEG 2000 picture"),
    QT_TRANSLATE_NOOP("Errors", "a Windows icon"),
    QT_TRANSLATE_NOOP("Errors", "a camera's raw file"),
    QT_TRANSLATE_NOOP("Errors", "a PDF document"),
    QT_TRANSLATE_NOOP("Errors", "a PostScript drawing"),
    QT_TRANSLATE_NOOP("Errors", "a ZIP archive or an office document"),
    QT_TRANSLATE_NOOP("Errors", "a video"),
    QT_TRANSLATE_NOOP("Errors", "a sound or a video"),
    QT_TRANSLATE_NOOP("Errors", "a sound"),
    QT_TRANSLATE_NOOP("Errors", "a program"),
    QT_TRANSLATE_NOOP("Errors", "a vector drawing (SVG)"),
    QT_TRANSLATE_NOOP("Errors", "a web page or XML document"),
    QT_TRANSLATE_NOOP("Errors", "a text"),
    QT_TRANSLATE_NOOP("Errors", "name"),
    QT_TRANSLATE_NOOP("Errors", "product name"),
    QT_TRANSLATE_NOOP("Errors", "category"),
    QT_TRANSLATE_NOOP("Errors", "description"),
    QT_TRANSLATE_NOOP("Errors", "row to compare"),
    QT_TRANSLATE_NOOP("Errors", "comparison"),
    QT_TRANSLATE_NOOP("Errors", "feature"),
    QT_TRANSLATE_NOOP("Errors", "feature text"),
    QT_TRANSLATE_NOOP("Errors", "publishable key"),
)
"""What some of the sentences are about."""
