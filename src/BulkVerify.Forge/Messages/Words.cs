namespace BulkVerify.Forge.Messages;

/// <summary>Words for texts that mean nothing.</summary>
internal static class Words
{
    public static readonly IReadOnlyList<string> Plain =
    [
        "a", "about", "account", "after", "again", "all", "also", "and", "answer", "any", "are", "as", "at", "autumn", "before", "begin", "below", "best", "book",
        "bring", "but", "by", "calendar", "call", "can", "change", "choose", "clear", "colour", "come", "cost", "customer", "date", "day", "delivery", "detail",
        "early", "easy", "every", "evening", "few", "find", "first", "follow", "for", "free", "friend", "from", "garden", "give", "good", "great", "green",
        "have", "help", "here", "hour", "house", "how", "if", "in", "include", "invoice", "is", "it", "journey", "keep", "know", "late", "learn", "less", "letter",
        "like", "list", "little", "look", "make", "many", "market", "meet", "member", "message", "minute", "month", "more", "morning", "most", "need", "new", "next",
        "no", "note", "number", "of", "offer", "on", "one", "open", "or", "order", "other", "our", "over", "paper", "part", "pay", "people", "place", "plan", "please",
        "price", "question", "quick", "read", "ready", "receive", "reply", "room", "save", "season", "see", "send", "service", "share", "short", "simple", "small",
        "some", "soon", "spring", "start", "station", "stay", "summer", "table", "take", "tell", "thank", "that", "the", "their", "then", "these", "they", "thing",
        "this", "ticket", "time", "to", "today", "together", "train", "travel", "two", "under", "until", "up", "use", "very", "visit", "wait", "walk", "want", "warm",
        "was", "water", "way", "we", "week", "welcome", "well", "what", "when", "where", "which", "while", "winter", "with", "word", "work", "world", "year", "you", "your",
    ];

    /// <summary>Words that are no ASCII.</summary>
    public static readonly IReadOnlyList<string> Foreign = ["café", "über", "façade", "naïve", "Größe", "señor", "Ångström", "été", "€", "—"];

    public static readonly IReadOnlyList<string> Subjects =
    [
        "Your order has been shipped", "Invoice for your records", "What is new this week", "Please confirm your address", "Your ticket was updated",
        "Season offers", "Minutes of the meeting", "Your receipt", "Welcome on board", "Reminder: your appointment", "A question about your account", "Monthly report",
    ];

    public static readonly IReadOnlyList<string> GivenNames = ["Ada", "Ben", "Chloe", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ines", "Jan", "Kira", "Leo", "Mia", "Nils", "Olga", "Paul"];

    public static readonly IReadOnlyList<string> LocalParts = ["news", "info", "hello", "team", "billing", "support", "orders", "service", "no-reply", "updates"];
}
