@main
struct Slotkeeper {
    static func main() {}
}
