using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Functions.Http;

namespace Postern.Functions.Console;

/// <summary>The answers to requests for files of the console.</summary>
internal static class ConsoleAnswers
{
    // Links in the page are relative to its folder, so it has an address only with the slash.
    private const string Folder = "console/";

    /// <summary>The answer to a request for a file, by its path below the console's address.</summary>
    public static IActionResult To(HttpRequest request, string path, ConsoleFiles? files)
    {
        if (files is null)
            return Answers.Problem(
                StatusCodes.Status404NotFound,
                "This app was built without the console: Node.js, which brings a part of it, was missing."
            );
        if (path.Length == 0 && request.Path.Value?.EndsWith('/') != true)
            return new Answer(StatusCodes.Status308PermanentRedirect) { Location = Folder };
        return files.Find(path) is { } file
            ? new ConsoleAnswer(file, isPage: path.Length == 0)
            : Answers.NotFound("file of the console; after an update, load the page again");
    }
}
